package org.variometer.quickstart.generator;

/**
 * Where a record belongs, as planned.
 *
 * @param visit number of the visit in the session, in order of time, as the batch sees it
 * @param piece number of the piece of the session, in order of arrival, that the stream sees
 * @param pieceVisit number of the visit in the piece, in order of time
 */
record Place(int visit, int piece, int pieceVisit) {
  static final Place ONLY = new Place(0, 0, 0);
}
