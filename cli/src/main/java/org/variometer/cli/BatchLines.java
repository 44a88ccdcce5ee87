package org.variometer.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.variometer.stream.MicroBatch;

/** Says in a line what a micro-batch did; quiet ones share a line a minute. */
final class BatchLines {
  private static final long QUIET_MILLIS = 60_000;

  private final Consumer<String> lines;
  private final double intervalSeconds;
  private long lastLine = Long.MIN_VALUE;

  BatchLines(Consumer<String> lines, Duration interval) {
    this.lines = lines;
    this.intervalSeconds = interval.toMillis() / 1000.0;
  }

  void accept(MicroBatch batch) {
    long read = batch.batch().intake().read();
    if (read == 0 && lastLine != Long.MIN_VALUE && batch.time() - lastLine < QUIET_MILLIS) {
      return;
    }
    lastLine = batch.time();
    lines.accept(
        String.format(
            Locale.ROOT,
            "%s  %,d beacons (%,.0f/s), %s, %,d sessions held, committed after %.1f s%s",
            Instant.ofEpochMilli(batch.time()),
            read,
            read / intervalSeconds,
            batch.writes()
                ? String.format(Locale.ROOT, "%,d points", batch.points())
                : "standing by",
            batch.gauges().sessions(),
            batch.delayMillis() / 1000.0,
            batch.gauges().lateContributions() == 0
                ? ""
                : String.format(
                    Locale.ROOT,
                    ", %,d contributions too late for the stream so far",
                    batch.gauges().lateContributions())));
  }
}
