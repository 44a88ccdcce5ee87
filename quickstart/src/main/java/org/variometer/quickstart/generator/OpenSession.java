package org.variometer.quickstart.generator;

import java.util.List;

/** A session of which records are still to be written; those that were are let go. */
final class OpenSession {
  private final int site;
  private final String sessionId;
  private final String visitorId;
  private PlannedRecord[] records;
  private int next;

  OpenSession(PlannedSession session) {
    site = session.site();
    sessionId = session.sessionId();
    visitorId = session.visitorId();
    List<PlannedRecord> planned = session.records();
    records = planned.toArray(new PlannedRecord[0]);
  }

  int site() {
    return site;
  }

  String sessionId() {
    return sessionId;
  }

  String visitorId() {
    return visitorId;
  }

  PlannedRecord current() {
    return records[next];
  }

  /** Goes on to the next record; false if there is none. */
  boolean advance() {
    records[next++] = null;
    return next < records.length;
  }
}
