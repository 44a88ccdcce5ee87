package org.variometer.quickstart.generator;

import java.io.IOException;

/**
 * Writes the traffic, record by record in order of arrival, and knows its truth. The records arrive
 * from {@link GeneratorSettings#start()} on; the last ones, which are late, up to 72 h after the
 * last visit. For one thread.
 */
public final class TrafficGenerator {
  private final GeneratorSettings settings;
  private final SessionPlanner planner;
  private final BeaconWriter writer;
  private final Intake intake = new Intake();
  private final LayerCounter batch;
  private final LayerCounter stream;
  private final ArrivalQueue queue = new ArrivalQueue();
  private final long start;
  private final long span;
  private long written;

  /** Of checked settings; nothing is planned before the first record is asked for. */
  public TrafficGenerator(GeneratorSettings settings) {
    this.settings = settings;
    planner = new SessionPlanner(settings);
    writer = new BeaconWriter(settings);
    batch = new LayerCounter(View.BATCH, settings);
    stream = new LayerCounter(View.STREAM, settings);
    start = settings.start().toEpochMilli();
    span = settings.span().toMillis();
  }

  /**
   * Gives the next record to the sink. If the sink throws, the record is not lost: the next call
   * gives it again. To stop early, don't call again.
   *
   * @return false if all records had been given before
   */
  public boolean next(RecordSink sink) throws IOException {
    if (written == settings.events()) {
      return false;
    }
    while (intake.read() < settings.events()
        && (queue.isEmpty() || queue.firstArrival() > nextStart())) {
      open();
    }
    OpenSession session = queue.first();
    PlannedRecord planned = session.current();
    JsonBuffer json = writer.write(session, planned);
    boolean keyless = planned.flaw() != null && planned.flaw().hidesSession();
    String key = keyless ? "" : session.sessionId();
    sink.accept(planned.arrival(), key, json.bytes(), 0, json.length());
    queue.advance();
    written++;
    return true;
  }

  /** Gives all records that are left to the sink; ends early only by what the sink throws. */
  public void run(RecordSink sink) throws IOException {
    boolean more = true;
    while (more) {
      more = next(sink);
    }
  }

  /** The number of records given so far. */
  public long written() {
    return written;
  }

  /**
   * What an analysis of all records has to find.
   *
   * @throws IllegalStateException unless the run is finished: of a part of the records there is no
   *     truth
   */
  public Truth truth() {
    if (written < settings.events()) {
      throw new IllegalStateException(
          "truth is known of a finished run only: "
              + written
              + " of "
              + settings.events()
              + " records were written");
    }
    return new Truth(
        settings.seed(),
        settings.events(),
        intake.from(),
        intake.to(),
        batch.accounting(intake),
        stream.accounting(intake),
        batch.totals().rows(),
        stream.totals().rows(),
        intake.disturbances());
  }

  /** The greatest number of sessions that were open at once. */
  int mostOpenSessions() {
    return queue.largest();
  }

  /** Visits are spread evenly: by how much of the run is planned. */
  private long nextStart() {
    return start + span * intake.read() / settings.events();
  }

  private void open() {
    PlannedSession session = planner.plan(nextStart(), settings.events() - intake.read());
    intake.count(session);
    batch.count(session);
    stream.count(session);
    queue.add(new OpenSession(session));
  }
}
