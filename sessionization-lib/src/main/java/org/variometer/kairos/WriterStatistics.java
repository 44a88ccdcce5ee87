package org.variometer.kairos;

/**
 * What a writer did since it was made.
 *
 * @param points points that were acknowledged, canaries and rewritten ones included
 * @param requests requests sent, failed and repeated ones and queries included
 * @param retries requests sent again after a failure
 * @param renewals clients closed and made anew after a failure
 * @param canariesLost canaries that were acknowledged and not there later
 * @param pointsRewritten points written again because they may have been lost
 * @param readBacks queries for what was written
 * @param pointsRetained points kept in memory now, to be written again if need be
 */
public record WriterStatistics(
    long points,
    long requests,
    long retries,
    long renewals,
    long canariesLost,
    long pointsRewritten,
    long readBacks,
    long pointsRetained) {

  static WriterStatistics of(Tally tally, int pointsRetained) {
    return new WriterStatistics(
        tally.points.sum(),
        tally.requests.sum(),
        tally.retries.sum(),
        tally.renewals.sum(),
        tally.canariesLost.sum(),
        tally.pointsRewritten.sum(),
        tally.readBacks.sum(),
        pointsRetained);
  }
}
