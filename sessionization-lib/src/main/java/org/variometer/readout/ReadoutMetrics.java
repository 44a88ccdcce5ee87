package org.variometer.readout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.variometer.beacon.CustomMetric;
import org.variometer.metric.Counter;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricCatalog;
import org.variometer.readout.ReadoutMetric.Kind;

/**
 * All metrics by which variants are compared:
 *
 * <table>
 * <caption>Built-in metrics</caption>
 * <tr><th>name</th><th>of a visitor</th><th>hurts</th></tr>
 * <tr><td>conversion</td><td>whether it ordered</td><td>down</td></tr>
 * <tr><td>visitors_with_error</td><td>whether it met an error</td><td>up</td></tr>
 * <tr><td>revenue, orders, units, page_views, visits</td><td>the sum</td><td>down</td></tr>
 * <tr><td>aov</td><td>revenue over orders</td><td>down</td></tr>
 * <tr><td>conversion_rate</td><td>converted_visits over visits</td><td>down</td></tr>
 * <tr><td>revenue_per_visit</td><td>visit_revenue over visits</td><td>down</td></tr>
 * <tr><td>bounce_rate</td><td>bounces over visits</td><td>up</td></tr>
 * <tr><td>site_error_rate</td><td>error_visits over visits</td><td>up</td></tr>
 * <tr><td>error_rate</td><td>errors over page_views</td><td>up</td></tr>
 * </table>
 *
 * <p>Ratios are those of spec §4. Of custom metrics count and sum are means; visits is a
 * proportion, as conversion is. Which side of these hurts nobody but their owner knows.
 */
public final class ReadoutMetrics {
  private static final Counter[] COUNTERS = Counter.values();

  private final List<ReadoutMetric> all = new ArrayList<>();
  private final int[] measures;

  /** The built-in metrics and those that {@code catalog} declares. */
  public ReadoutMetrics(MetricCatalog catalog) {
    add(MetricCatalog.CONVERSION, Kind.PROPORTION, Counter.CONVERTED_VISITS, Side.DOWN);
    add(MetricCatalog.VISITORS_WITH_ERROR, Kind.PROPORTION, Counter.ERROR_VISITS, Side.UP);
    for (Counter counter :
        List.of(
            Counter.REVENUE, Counter.ORDERS, Counter.UNITS, Counter.PAGE_VIEWS, Counter.VISITS)) {
      add(counter.metric(), Kind.MEAN, counter, Side.DOWN);
    }
    ratio("aov", Counter.REVENUE, Counter.ORDERS, Side.DOWN);
    ratio("conversion_rate", Counter.CONVERTED_VISITS, Counter.VISITS, Side.DOWN);
    ratio("revenue_per_visit", Counter.VISIT_REVENUE, Counter.VISITS, Side.DOWN);
    ratio("bounce_rate", Counter.BOUNCES, Counter.VISITS, Side.UP);
    ratio("site_error_rate", Counter.ERROR_VISITS, Counter.VISITS, Side.UP);
    ratio("error_rate", Counter.ERRORS, Counter.PAGE_VIEWS, Side.UP);
    List<CustomMetric> custom = catalog.custom().stream().sorted().toList();
    measures = new int[COUNTERS.length + custom.size()];
    for (Counter counter : COUNTERS) {
      measures[indexOf(counter)] = MeasureIds.of(counter);
    }
    for (int i = 0; i < custom.size(); i++) {
      measures[COUNTERS.length + i] = catalog.idOf(custom.get(i)).orElseThrow();
      add(custom.get(i), COUNTERS.length + i);
    }
  }

  private void add(String name, Kind kind, Counter of, Side hurts) {
    int index = indexOf(of);
    boolean amount = kind == Kind.MEAN && of.isAmount();
    all.add(new ReadoutMetric(name, kind, amount, index, index, Optional.of(hurts)));
  }

  private void ratio(String name, Counter numerator, Counter denominator, Side hurts) {
    all.add(
        new ReadoutMetric(
            name,
            Kind.RATIO,
            numerator.isAmount(),
            indexOf(numerator),
            indexOf(denominator),
            Optional.of(hurts)));
  }

  private void add(CustomMetric metric, int index) {
    Kind kind = metric.measure() == CustomMetric.Measure.VISITS ? Kind.PROPORTION : Kind.MEAN;
    boolean amount = metric.measure() == CustomMetric.Measure.SUM;
    all.add(new ReadoutMetric(metric.name(), kind, amount, index, index, Optional.empty()));
  }

  @SuppressWarnings("EnumOrdinal") // The place in an array of this object's own.
  private static int indexOf(Counter counter) {
    return counter.ordinal();
  }

  /** All of them: the built-in ones in the order above, then the custom ones by their names. */
  public List<ReadoutMetric> all() {
    return List.copyOf(all);
  }

  /** The metric of this name, if there is one. */
  public Optional<ReadoutMetric> named(String name) {
    return all.stream().filter(metric -> metric.name().equals(name)).findFirst();
  }

  /** The {@link MeasureIds measure ids} that are summed up for each visitor, in order. */
  public int[] measures() {
    return measures.clone();
  }
}
