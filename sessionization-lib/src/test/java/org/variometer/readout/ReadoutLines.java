package org.variometer.readout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.variometer.metric.Counter;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricCatalog;
import org.variometer.visitor.VisitorDays;

/** A readout as lines that can be compared: all experiments, all of what visitors did. */
public final class ReadoutLines {
  private ReadoutLines() {}

  /** A line for each visitor, experiment and population, sorted. */
  public static List<String> of(VisitorDays days, MetricCatalog catalog, Span span) {
    return of(VisitorHistory.all(days), catalog, span);
  }

  /** The same of visitors as they come. */
  public static List<String> of(
      Iterable<VisitorHistory> visitors, MetricCatalog catalog, Span span) {
    ReadoutMetrics metrics = new ReadoutMetrics(catalog);
    VisitorReadout readout = new VisitorReadout(metrics, (site, experiment) -> Optional.of(span));
    List<String> lines = new ArrayList<>();
    for (VisitorHistory visitor : visitors) {
      readout.read(
          visitor,
          treated ->
              lines.add(
                  String.join(
                          " ",
                          treated.site(),
                          visitor.visitorId(),
                          treated.experiment(),
                          treated.population().tag(),
                          treated.variant(),
                          Long.toString(treated.since()),
                          Boolean.toString(treated.several()),
                          sums(metrics, catalog, treated.sums()).toString())
                      + treated
                          .before()
                          .map(before -> " before " + sums(metrics, catalog, before))
                          .orElse("")));
    }
    lines.sort(null);
    return lines;
  }

  /** The sums that are not 0, by the names of their measures. */
  static Map<String, Long> sums(ReadoutMetrics metrics, MetricCatalog catalog, long[] sums) {
    Map<Integer, String> names = new TreeMap<>();
    for (Counter counter : Counter.values()) {
      names.put(MeasureIds.of(counter), counter.metric());
    }
    catalog.customIds().forEach((name, id) -> names.put(id, name));
    Map<String, Long> byName = new TreeMap<>();
    int[] measures = metrics.measures();
    for (int i = 0; i < measures.length; i++) {
      if (sums[i] != 0) {
        byName.put(names.get(measures[i]), sums[i]);
      }
    }
    return byName;
  }
}
