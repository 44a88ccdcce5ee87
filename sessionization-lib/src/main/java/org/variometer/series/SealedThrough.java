package org.variometer.series;

import java.time.Instant;
import java.util.Optional;
import org.variometer.metric.Granularity;

/**
 * Through where buckets are sealed, or about to be: those that end there or before are the batch's
 * (spec §5).
 *
 * @param millis the instant, ms since the epoch; {@link Long#MIN_VALUE} if none is
 */
public record SealedThrough(long millis) {
  /** Nothing is sealed. */
  public static final SealedThrough NOTHING = new SealedThrough(Long.MIN_VALUE);

  /** Through an instant; nothing without one. */
  public static SealedThrough of(Optional<Instant> through) {
    return through.isEmpty() ? NOTHING : new SealedThrough(through.get().toEpochMilli());
  }

  /** The later one of both. */
  public SealedThrough max(SealedThrough other) {
    return other.millis > millis ? other : this;
  }

  /** Whether a bucket is sealed. */
  public boolean covers(long start, Granularity granularity) {
    return start + granularity.millis() <= millis;
  }

  /** Whether a cell's bucket is sealed. Rolling counts and the pipeline's series have none. */
  public boolean covers(Cell cell) {
    return cell.series() instanceof MetricSeries series
        && series.resolution() != Resolution.ROLLING
        && cell.timestamp() + series.resolution().millis() <= millis;
  }

  /** Where the first bucket can begin that is not sealed, ms since the epoch. */
  public long firstStart(Resolution resolution) {
    return millis == Long.MIN_VALUE ? Long.MIN_VALUE : millis - resolution.millis() + 1;
  }

  /** The first hour (since the epoch) that is not sealed; {@link Integer#MIN_VALUE} for all. */
  public int firstHour() {
    long hour = Math.floorDiv(millis, Granularity.HOUR.millis());
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, hour));
  }
}
