package org.variometer.store.rows;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.metric.Counts;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricCatalog;

/**
 * Custom metrics by name and by measure id. What is kept of metrics that are declared no more has
 * ids of its own, so that it is carried along. For one thread.
 */
public final class CustomNames {
  /** Far behind what anybody declares. */
  private static final int FIRST_UNDECLARED = 1 << 15;

  private final Map<String, Integer> ids;
  private final Map<Integer, String> names = new HashMap<>();
  private int undeclared = FIRST_UNDECLARED;

  /** Of the metrics that are declared. */
  public CustomNames(MetricCatalog catalog) {
    ids = new HashMap<>(catalog.customIds());
    ids.forEach((name, id) -> names.put(id, name));
  }

  /** The id of a name. */
  int idOf(String name) {
    return ids.computeIfAbsent(
        name,
        unknown -> {
          names.put(undeclared, unknown);
          return undeclared++;
        });
  }

  /** The sums of custom metrics by name. */
  SortedMap<String, Long> sums(Counts counts) {
    SortedMap<String, Long> sums = new TreeMap<>();
    counts.forEach(
        (id, sum) -> {
          if (MeasureIds.isCustom(id)) {
            sums.put(names.get(id), sum);
          }
        });
    return sums;
  }
}
