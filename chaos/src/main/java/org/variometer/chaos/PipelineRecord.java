package org.variometer.chaos;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Series;

/** What the pipeline has said of itself, as it stands in KairosDB. */
final class PipelineRecord implements AutoCloseable {
  private final KairosReader reader;

  /** Of a pipeline with this configuration. */
  PipelineRecord(VariometerConfig config) {
    this.reader = new KairosReader(config.kairos());
  }

  /** All points of a series, by time, ms since the epoch. */
  SortedMap<Long, Double> of(PipelineSeries series) throws IOException {
    SortedMap<Long, Double> points = new TreeMap<>();
    reader.read(
        series.name().substring(Series.PREFIX.length()),
        Optional.empty(),
        KairosReader.BEGIN,
        KairosReader.END,
        stretch -> {
          if (stretch.series().equals(series)) {
            stretch.forEach((cell, value) -> points.put(cell.timestamp(), value));
          }
        });
    return points;
  }

  @Override
  public void close() {
    reader.close();
  }
}
