package org.variometer.benchmarks.stream;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What the micro-batches that count say together.
 *
 * @param batches all micro-batches that count, in order
 * @param intervalMillis from one micro-batch to the next
 */
record StreamReport(List<BatchFigures> batches, long intervalMillis) {
  private static final double MEGABYTE = 1 << 20;

  /** The median, the least and the greatest of something. */
  record Spread(double median, double min, double max) {}

  Spread recordsPerSecond() {
    return spread(BatchFigures::recordsPerSecond);
  }

  Spread processingMillis() {
    return spread(BatchFigures::processingMillis);
  }

  Spread waitMillis() {
    return spread(BatchFigures::waitMillis);
  }

  /** All records by all processing time: what checkpoints cost is in it. */
  double meanRecordsPerSecond() {
    double millis = batches.stream().mapToDouble(BatchFigures::processingMillis).sum();
    return 1000 * batches.stream().mapToDouble(BatchFigures::records).sum() / millis;
  }

  /** Whether the work was done as fast as it came. */
  boolean isSustained() {
    return waitMillis().max() < intervalMillis;
  }

  /** The report as lines of text. */
  String text() {
    Spread rate = recordsPerSecond();
    Spread cpu = spread(BatchFigures::recordsPerCpuSecond);
    Spread millis = processingMillis();
    Spread sessions = spread(BatchFigures::sessions);
    Spread heap = spread(BatchFigures::heapBytes);
    double gc = batches.stream().mapToDouble(BatchFigures::gcMillis).sum();
    return String.format(
        Locale.ROOT,
        "%-34s %12s %12s %12s%n"
            + "%-34s %,12.0f %,12.0f %,12.0f%n"
            + "%-34s %,12.0f%n"
            + "%-34s %,12.0f %,12.0f %,12.0f%n"
            + "%-34s %12.1f %12.1f %12.1f%n"
            + "%-34s %12.2f%n"
            + "%-34s %12.1f %12.1f %12.1f%n"
            + "%-34s %,12.0f %,12.0f %,12.0f%n"
            + "%-34s %,12.0f %,12.0f %,12.0f%n"
            + "%-34s %11.1f%%%n"
            + "%s%n",
        batches.size() + " micro-batches",
        "median",
        "min",
        "max",
        "beacons/s (records ÷ processing)",
        rate.median(),
        rate.min(),
        rate.max(),
        "beacons/s over all of them",
        meanRecordsPerSecond(),
        "beacons per second of CPU time",
        cpu.median(),
        cpu.min(),
        cpu.max(),
        "processing, s",
        millis.median() / 1000,
        millis.min() / 1000,
        millis.max() / 1000,
        "slowest ÷ median",
        millis.max() / millis.median(),
        "scheduling delay, s",
        waitMillis().median() / 1000,
        waitMillis().min() / 1000,
        waitMillis().max() / 1000,
        "sessions held",
        sessions.median(),
        sessions.min(),
        sessions.max(),
        "heap used at their ends, MB",
        heap.median() / MEGABYTE,
        heap.min() / MEGABYTE,
        heap.max() / MEGABYTE,
        "collecting garbage",
        100 * gc / Math.max(1, batches.stream().mapToDouble(BatchFigures::processingMillis).sum()),
        isSustained()
            ? "The offered rate is held: the scheduling delay stayed below one interval."
            : "The offered rate is NOT held: the scheduling delay grew beyond one interval.");
  }

  private Spread spread(ToDoubleFunction<BatchFigures> figure) {
    double[] sorted = batches.stream().mapToDouble(figure).sorted().toArray();
    return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
  }
}
