package org.variometer.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.PerformanceName;
import org.variometer.json.Utf8;

/** Every metric of spec §4, the built-in ones and those that the configuration declares. */
public final class MetricCatalog {
  /** Distinct visitors; kept in sets, not in counts. */
  public static final String UNIQUE_VISITORS = "unique_visitors";

  /** Visitors whose visits mention more than one variant; kept in sets, not in counts. */
  public static final String MULTIPLE_EXPOSURE_VISITORS = "multiple_exposure_visitors";

  /** Visitors with an order: compared between variants, kept in no series. */
  public static final String CONVERSION = "conversion";

  /** Visitors who met an error: compared between variants, kept in no series. */
  public static final String VISITORS_WITH_ERROR = "visitors_with_error";

  private static final List<Metric> VISITOR_METRICS =
      List.of(
          Metric.count(MULTIPLE_EXPOSURE_VISITORS, MeasureIds.MULTIPLE_EXPOSURE_VISITORS),
          Metric.count(UNIQUE_VISITORS, MeasureIds.UNIQUE_VISITORS));

  private static final int[] PERCENTILES = {50, 75, 95, 99};

  private final List<Metric> metrics;
  private final Map<CustomMetric, Integer> customIds = new HashMap<>();

  /**
   * The built-in metrics and these.
   *
   * @param custom the declared metrics, of distinct names that {@link #isReserved} denies
   */
  public MetricCatalog(List<CustomMetric> custom) {
    List<Metric> all = new ArrayList<>(builtIn());
    for (int i = 0; i < custom.size(); i++) {
      CustomMetric metric = custom.get(i);
      int id = MeasureIds.ofCustom(i);
      all.add(
          metric.measure() == CustomMetric.Measure.SUM
              ? Metric.amount(metric.name(), id)
              : Metric.count(metric.name(), id));
      customIds.put(metric, id);
    }
    all.sort(Comparator.comparing(Metric::name, Utf8::compare));
    metrics = List.copyOf(all);
  }

  /** The metrics read out of counts, ordered by the UTF-8 bytes of their names. */
  public List<Metric> metrics() {
    return metrics;
  }

  /**
   * The one of {@link #metrics} that is named so.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Metric metric(String name) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no metric: " + name));
  }

  /** The numbers of distinct visitors, read out of the counts of hours and days. */
  public List<Metric> visitorMetrics() {
    return VISITOR_METRICS;
  }

  /** The metrics that users declared. */
  public Set<CustomMetric> custom() {
    return Set.copyOf(customIds.keySet());
  }

  /**
   * The {@link MeasureIds measure id} of a declared metric. A metric that is declared no more, or
   * otherwise, has none: nothing is added to it or retracted from it any longer.
   */
  public OptionalInt idOf(CustomMetric metric) {
    Integer id = customIds.get(metric);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** The {@link MeasureIds measure ids} of the declared metrics by their names. */
  public SortedMap<String, Integer> customIds() {
    SortedMap<String, Integer> byName = new TreeMap<>();
    customIds.forEach((metric, id) -> byName.put(metric.name(), id));
    return byName;
  }

  /** Whether a custom metric of this name would collide with a built-in one. */
  public static boolean isReserved(String name) {
    Set<String> names =
        new TreeSet<>(
            Set.of(UNIQUE_VISITORS, MULTIPLE_EXPOSURE_VISITORS, CONVERSION, VISITORS_WITH_ERROR));
    builtIn().forEach(metric -> names.add(metric.name()));
    // perf and pipeline are families of series with names below them.
    names.add("perf");
    names.add("pipeline");
    return names.contains(name);
  }

  private static List<Metric> builtIn() {
    List<Metric> metrics = new ArrayList<>();
    for (Counter counter : Counter.values()) {
      metrics.add(Metric.of(counter));
    }
    metrics.add(Metric.ratio("bounce_rate", Counter.BOUNCES, Counter.VISITS));
    metrics.add(Metric.ratio("conversion_rate", Counter.CONVERTED_VISITS, Counter.VISITS));
    metrics.add(Metric.ratio("site_error_rate", Counter.ERROR_VISITS, Counter.VISITS));
    metrics.add(Metric.ratio("revenue_per_visit", Counter.VISIT_REVENUE, Counter.VISITS));
    metrics.add(Metric.ratio("error_rate", Counter.ERRORS, Counter.PAGE_VIEWS));
    metrics.add(Metric.ratio("aov", Counter.REVENUE, Counter.ORDERS));
    for (PerformanceName name : PerformanceName.values()) {
      String family = "perf." + name.wireName();
      metrics.add(
          new Metric(
              family + ".count",
              false,
              counts -> MetricValue.count(Histogram.count(counts, name))));
      for (int percent : PERCENTILES) {
        metrics.add(
            new Metric(family + ".p" + percent, true, counts -> percentile(counts, name, percent)));
      }
    }
    return metrics;
  }

  private static MetricValue percentile(Counts counts, PerformanceName name, int percent) {
    return Histogram.count(counts, name) == 0
        ? MetricValue.ABSENT
        : MetricValue.real(Histogram.of(counts, name).percentile(percent));
  }
}
