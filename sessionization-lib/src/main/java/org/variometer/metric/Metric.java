package org.variometer.metric;

import java.util.function.Function;

/**
 * A metric that can be read out of a bucket's counts.
 *
 * @param name the metric's name, without the prefix of the series
 * @param derived whether it is computed when written rather than added up
 * @param reader its value in a bucket
 */
public record Metric(String name, boolean derived, Function<Counts, MetricValue> reader) {

  /** The value in a bucket; {@link MetricValue#ABSENT} for a ratio over nothing. */
  public MetricValue read(Counts counts) {
    return reader.apply(counts);
  }

  static Metric count(String name, int id) {
    return new Metric(name, false, counts -> MetricValue.count(counts.get(id)));
  }

  static Metric amount(String name, int id) {
    return new Metric(name, false, counts -> MetricValue.micros(counts.get(id)));
  }

  static Metric of(Counter counter) {
    int id = MeasureIds.of(counter);
    return counter.isAmount() ? amount(counter.metric(), id) : count(counter.metric(), id);
  }

  static Metric ratio(String name, Counter numerator, Counter denominator) {
    int over = MeasureIds.of(numerator);
    int under = MeasureIds.of(denominator);
    boolean amount = numerator.isAmount();
    return new Metric(
        name, true, counts -> MetricValue.ratio(counts.get(over), amount, counts.get(under)));
  }
}
