package org.variometer.demo;

import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import org.variometer.beacon.Mention;
import org.variometer.metric.Bucket;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricCatalog;
import org.variometer.metric.MetricKey;
import org.variometer.metric.MetricValue;
import org.variometer.metric.Population;
import org.variometer.series.MetricSeries;
import org.variometer.series.Row;

/**
 * A cell to which the batch gave another value.
 *
 * @param series its series
 * @param timestamp its bucket's start, ms since the epoch
 * @param before what stood there, 0 if nothing did
 * @param after what stands there now
 */
record Correction(MetricSeries series, long timestamp, double before, double after)
    implements Comparable<Correction> {
  private static final Set<String> BATCH_ONLY =
      Set.of(MetricCatalog.UNIQUE_VISITORS, MetricCatalog.MULTIPLE_EXPOSURE_VISITORS);
  private static final Comparator<Correction> ORDER =
      Comparator.comparing(Correction::series).thenComparing(Correction::timestamp);

  /** What can become of a cell. */
  enum Kind {
    CHANGED("changed", "have another value"),
    FELL_TO_ZERO("fell_to_zero", "fell to 0"),
    APPEARED("appeared", "were 0 before"),
    /** Its metric is one that the stream does not write. */
    ADDED("added", "of metrics that only the batch writes");

    private final String label;
    private final String words;

    Kind(String label, String words) {
      this.label = label;
      this.words = words;
    }

    /** Its name in a file. */
    String label() {
      return label;
    }

    /** What is said of cells. */
    String words() {
      return words;
    }
  }

  Kind kind() {
    if (BATCH_ONLY.contains(series.metric())) {
      return Kind.ADDED;
    }
    return after == 0 ? Kind.FELL_TO_ZERO : before == 0 ? Kind.APPEARED : Kind.CHANGED;
  }

  /** The bucket that it is of. */
  Bucket bucket() {
    Granularity granularity = Granularity.ofTag(series.resolution().tag());
    return Bucket.startingAt(series.key(), granularity, timestamp);
  }

  /** The columns of an export, the stream's value being the last one, and the batch's. */
  String toCsv() {
    return new Row(series, timestamp, MetricValue.real(before)).toCsv() + ',' + number(after);
  }

  /** In words. */
  String text() {
    MetricKey key = series.key();
    return series.metric()
        + " of "
        + key.site()
        + (key.population() == Population.ALL
            ? ""
            : ", "
                + key.experiment()
                + " "
                + (key.variant().equals(Mention.MULTIPLE) ? "(several)" : key.variant())
                + ", "
                + key.population().tag())
        + ", "
        + series.resolution().tag()
        + " from "
        + Instant.ofEpochMilli(timestamp)
        + ": stream "
        + number(before)
        + ", batch "
        + number(after);
  }

  private static String number(double value) {
    return MetricValue.real(value).asDecimal();
  }

  /** Orders like an export. */
  @Override
  public int compareTo(Correction other) {
    return ORDER.compare(this, other);
  }
}
