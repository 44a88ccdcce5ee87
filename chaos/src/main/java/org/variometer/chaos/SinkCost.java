package org.variometer.chaos;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
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
    try (KairosReader reader = new KairosReader(config.kairos())) {
      return new SinkCost(
          sum(reader, config, "read_backs"),
          sum(reader, config, "points_rewritten"),
          sum(reader, config, "canaries_lost"),
          sum(reader, config, "request_retries"));
    }
  }

  private static long sum(KairosReader reader, VariometerConfig config, String name)
      throws IOException {
    PipelineSeries series = new PipelineSeries(name, config.region(), "stream");
    double[] sum = {0};
    reader.read(
        series.name().substring("variometer.".length()),
        Optional.empty(),
        KairosReader.BEGIN,
        KairosReader.END,
        stretch -> {
          if (stretch.series().equals(series)) {
            sum[0] += increases(stretch.values());
          }
        });
    return Math.round(sum[0]);
  }

  /** The sum of a counter's increases, which begins with 0 in each process. */
  static double increases(double[] values) {
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
