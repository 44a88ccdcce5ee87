package org.variometer.local;

import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import org.variometer.config.VariometerConfig;
import org.variometer.metric.ContributionSink;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Totals;

/**
 * Computes all metrics of files of beacons on the threads of one machine. Memory follows the
 * sessions, not the files: beacons are merged into compact session state as they are read.
 */
public final class LocalMetrics {
  private final VariometerConfig config;
  private final View view;
  private final int threads;

  /**
   * Prepares a computation.
   *
   * @param config the rules
   * @param view whose numbers to compute
   * @param threads how many threads decode and merge, at least 1
   */
  public LocalMetrics(VariometerConfig config, View view, int threads) {
    this.config = config;
    this.view = view;
    this.threads = threads;
  }

  /**
   * Reads the files and computes.
   *
   * @param files the files, in any order
   * @param bytesRead told of progress in bytes of the files, from the calling thread
   * @throws IOException with a message that names the file that can't be read and why
   */
  public MetricsReport run(List<BeaconFile> files, LongConsumer bytesRead) throws IOException {
    VisitorSets.Numbers numbers = new VisitorSets.Numbers();
    Totals totals = new Totals();
    VisitorSets visitors = new VisitorSets(numbers);
    Accounting accounting =
        new LocalSessions(config, view, threads)
            .read(
                files,
                bytesRead,
                () -> {
                  Totals ofPart = new Totals();
                  VisitorSets visitorsOfPart = new VisitorSets(numbers);
                  return new LocalSessions.Part(
                      sink(ofPart, visitorsOfPart),
                      () -> {
                        totals.addAll(ofPart);
                        visitors.addAll(visitorsOfPart);
                      });
                })
            .accounting();
    return new MetricsReport(accounting, config.catalog(), totals, visitors);
  }

  private ContributionSink sink(Totals totals, VisitorSets visitors) {
    if (view == View.STREAM) {
      return totals;
    }
    return new VisitorSink(totals, visitors, "");
  }

  /** Adds to totals, and the visitor to the sets. */
  private record VisitorSink(Totals totals, VisitorSets visitors, String visitorId)
      implements ContributionSink {
    @Override
    public ContributionSink ofVisitor(String visitor) {
      return new VisitorSink(totals, visitors, visitor);
    }

    @Override
    public void add(MetricKey key, int epochMinute, int measure, long amount) {
      totals.add(key, epochMinute, measure, amount);
    }

    @Override
    public void hour(MetricKey key, int epochHour, int visits) {
      visitors.seen(key, epochHour, visitorId);
    }

    @Override
    public void exposure(MetricKey key, int epochDay, int visits) {
      visitors.exposed(key, epochDay, visitorId);
    }
  }
}
