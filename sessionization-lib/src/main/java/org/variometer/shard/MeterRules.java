package org.variometer.shard;

import org.variometer.beacon.BeaconDecoder;
import org.variometer.log.LogProgress;
import org.variometer.metric.MetricCatalog;
import org.variometer.session.SessionRules;

/**
 * What holds for totals and rolling metrics.
 *
 * @param catalog all metrics
 * @param holdHours how many hours of the log a minute of event time is held at most (spec §5)
 * @param exactVisitors how many visitors a part counts exactly in rolling metrics; others are
 *     sketched
 * @param wholeFrom the first instant of arrival from which on the totals have everything, ms since
 *     the epoch; {@link Long#MIN_VALUE} where they have the log from its beginning. Buckets that
 *     could have begun earlier are never written
 * @param seenFrom the same for whom rolling metrics have seen: windows that begin earlier are never
 *     written
 */
public record MeterRules(
    MetricCatalog catalog, int holdHours, long exactVisitors, long wholeFrom, long seenFrom) {
  private static final long MINUTE_MILLIS = 60_000;
  private static final long HOUR_MILLIS = 3_600_000;

  /** What can belong to a bucket whose first beacon is not there yet begins within this. */
  private static final long MARGIN =
      BeaconDecoder.MAX_CLOCK_AHEAD + SessionRules.INACTIVITY.toMillis();

  /**
   * The beginning of the first bucket that is held whole, ms since the epoch: its first possible
   * beacon came when the stream knew everything, and no visit that lacks its beginning begins
   * there, as what is left of one shows itself within the session gap. {@link Long#MIN_VALUE} if
   * all are.
   */
  public long firstWhole() {
    return wholeFrom == Long.MIN_VALUE ? Long.MIN_VALUE : wholeFrom + MARGIN;
  }

  /**
   * From which instant of arrival on everything is known where {@link #firstWhole} is this one; ms
   * since the epoch.
   */
  public static long wholeFrom(long firstWhole) {
    return firstWhole - MARGIN;
  }

  /** Whether a window of minutes of arrival that ends before {@code epochMinute} is held whole. */
  boolean isWhole(int epochMinute, int minutes) {
    return seenFrom == Long.MIN_VALUE || (epochMinute - minutes) * MINUTE_MILLIS >= seenFrom;
  }

  /**
   * The oldest hour that the ledger holds, hours since the epoch; {@link Integer#MIN_VALUE} if all.
   *
   * @param passed the instant of arrival that the log has passed
   */
  public int oldestHour(long passed) {
    return passed == LogProgress.NOT_BEGUN
        ? Integer.MIN_VALUE
        : (int) Math.floorDiv(passed, HOUR_MILLIS) - holdHours + 1;
  }
}
