package org.variometer.kairos;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a writer did since it was made.
 *
 * @param points points that were acknowledged, canaries and rewritten ones included
 * @param requests requests sent, failed and repeated ones and queries included
 * @param retries requests sent again after a failure
 * @param renewals clients closed and made anew after a failure
 * @param lookBacks how often all that was written lately was made sure of, as KairosDB had lost
 *     something or was out of reach
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
    long lookBacks,
    long canariesLost,
    long pointsRewritten,
    long readBacks,
    long pointsRetained) {

  /** What the sink's losses cost so far, by the names of the pipeline's series. */
  public SortedMap<String, Double> health() {
    SortedMap<String, Double> health = new TreeMap<>();
    health.put("canaries_lost", (double) canariesLost);
    health.put("points_rewritten", (double) pointsRewritten);
    health.put("read_backs", (double) readBacks);
    health.put("request_retries", (double) retries);
    return health;
  }

  static WriterStatistics of(Tally tally, int pointsRetained) {
    return new WriterStatistics(
        tally.points.sum(),
        tally.requests.sum(),
        tally.retries.sum(),
        tally.renewals.sum(),
        tally.lookBacks.sum(),
        tally.canariesLost.sum(),
        tally.pointsRewritten.sum(),
        tally.readBacks.sum(),
        pointsRetained);
  }
}
