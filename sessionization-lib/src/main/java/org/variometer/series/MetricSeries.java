package org.variometer.series;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.variometer.beacon.TextForm;
import org.variometer.json.Utf8;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;

/**
 * A metric of one key in one resolution.
 *
 * @param metric the metric's name, without the prefix of the series
 * @param key for what it counts
 * @param resolution the width of its buckets
 */
public record MetricSeries(String metric, MetricKey key, Resolution resolution)
    implements Series, Comparable<MetricSeries> {
  /** The names of the tags. */
  public static final List<String> TAGS =
      List.of("site", "experiment", "variant", "population", "granularity");

  private static final Pattern METRIC =
      Pattern.compile("[a-z][a-z0-9_]{0,63}(\\.[a-z0-9_]{1,64})*");
  private static final Comparator<MetricSeries> ORDER =
      Comparator.comparing(MetricSeries::metric, Utf8::compare)
          .thenComparing(MetricSeries::key)
          .thenComparing(MetricSeries::resolution);

  @Override
  public String name() {
    return PREFIX + metric;
  }

  @Override
  public Map<String, String> tags() {
    return Map.of(
        "site", key.site(),
        "experiment", key.experiment(),
        "variant", key.variant(),
        "population", key.population().tag(),
        "granularity", resolution.tag());
  }

  @Override
  public Optional<String> problem() {
    if (!METRIC.matcher(metric).matches() || name().startsWith(PipelineSeries.PREFIX)) {
      return Optional.of("no name of a metric: " + metric);
    }
    for (String name : List.of(key.site(), key.experiment(), key.variant())) {
      if (TextForm.of(name) != TextForm.GOOD) {
        return Optional.of("a tag that is no name of 1 to 128 characters: '" + name + "'");
      }
    }
    return Optional.empty();
  }

  /** Orders like an export: by metric, key and resolution, each by its UTF-8 bytes. */
  @Override
  public int compareTo(MetricSeries other) {
    return ORDER.compare(this, other);
  }

  /** The series of this name and these tags; empty if it is no metric's. */
  static Optional<MetricSeries> of(String name, Map<String, String> tags) {
    if (!name.startsWith(PREFIX) || tags.size() != TAGS.size()) {
      return Optional.empty();
    }
    Optional<Population> population = Population.ofTag(tags.getOrDefault("population", ""));
    Optional<Resolution> resolution = Resolution.ofTag(tags.getOrDefault("granularity", ""));
    if (population.isEmpty() || resolution.isEmpty()) {
      return Optional.empty();
    }
    MetricKey key =
        new MetricKey(
            tags.getOrDefault("site", ""),
            tags.getOrDefault("experiment", ""),
            tags.getOrDefault("variant", ""),
            population.get());
    return Optional.of(new MetricSeries(name.substring(PREFIX.length()), key, resolution.get()))
        .filter(series -> series.problem().isEmpty());
  }
}
