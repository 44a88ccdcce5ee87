package org.variometer.chaos;

import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import org.variometer.config.VariometerConfig;
import org.variometer.series.PipelineSeries;

/**
 * What KairosDB's faults cost the stream, as its pipeline series say.
 *
 * @param readBacks queries for what was written
 * @param pointsRewritten points written again because they may have been lost
 * @param canariesLost canaries that were acknowledged and not there later
 * @param requestRetries requests sent again after a failure
 */
record SinkCost(long readBacks, long pointsRewritten, long canariesLost, long requestRetries) {

  /** Of all of the stream's processes so far. */
  static SinkCost of(VariometerConfig config) throws IOException {
    try (PipelineRecord record = new PipelineRecord(config)) {
      return new SinkCost(
          sum(record, config, "read_backs"),
          sum(record, config, "points_rewritten"),
          sum(record, config, "canaries_lost"),
          sum(record, config, "request_retries"));
    }
  }

  private static long sum(PipelineRecord record, VariometerConfig config, String name)
      throws IOException {
    return Math.round(
        increases(record.of(new PipelineSeries(name, config.region(), "stream")).values()));
  }

  /** The sum of a counter's increases, which begins with 0 in each process. */
  static double increases(Collection<Double> values) {
    double sum = 0;
    double last = 0;
    for (double value : values) {
      sum += value < last ? value : value - last;
      last = value;
    }
    return sum;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d queries read back, %,d points written again, %,d canaries lost, %,d requests sent"
            + " again",
        readBacks,
        pointsRewritten,
        canariesLost,
        requestRetries);
  }
}
