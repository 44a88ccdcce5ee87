package org.variometer.rolling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.variometer.metric.MetricKey;

/**
 * The rolling metrics once more, plainly (spec §4): a windowed reduce with inverse function. For
 * each visitor and key the number of sightings in the window: the new minute is added, the minute
 * that leaves is subtracted. It may be slow; it must be obvious.
 */
final class WindowedReduce {
  private final SortedMap<Integer, List<Seen>> arrived = new TreeMap<>();
  private final Map<RollingMetric, Window> windows = new TreeMap<>();
  private int passed;

  /** Begins where nothing has passed but {@code begin}. */
  WindowedReduce(int begin) {
    this.passed = begin;
    for (RollingMetric metric : RollingMetric.values()) {
      windows.put(metric, new Window(metric));
    }
  }

  /** Takes sightings, then lets the log pass minute after minute. */
  List<RollingCount> advance(List<Seen> sightings, int target) {
    for (Seen seen : sightings) {
      arrived.computeIfAbsent(seen.minute(), minute -> new ArrayList<>()).add(seen);
      if (seen.minute() < passed) {
        // Behind what has passed: it counts from now on, while its minute is in the window.
        windows.values().forEach(window -> window.addStraggler(seen, passed));
      }
    }
    List<RollingCount> counts = new ArrayList<>();
    while (passed < target) {
      passed++;
      for (MetricKey key : allKeys()) {
        windows.values().forEach(window -> window.noteBefore(key));
      }
      windows.values().forEach(window -> window.moveTo(passed, arrived));
      windows.values().forEach(window -> window.count(passed, counts));
    }
    return counts;
  }

  private List<MetricKey> allKeys() {
    return windows.values().stream().flatMap(window -> window.keys().stream()).distinct().toList();
  }

  /** One visitor's sightings under one key; of variants the key is the variant's. */
  private record VisitorOf(MetricKey key, String visitor) {}

  private static final class Window {
    private final RollingMetric metric;
    private final boolean exposure;
    private final Map<VisitorOf, Integer> sightings = new HashMap<>();
    private final Map<MetricKey, Long> before = new HashMap<>();

    Window(RollingMetric metric) {
      this.metric = metric;
      this.exposure = metric == RollingMetric.MULTIPLE_EXPOSURE_VISITORS_12H;
    }

    void addStraggler(Seen seen, int passed) {
      if (seen.minute() >= passed - metric.minutes()) {
        add(seen, 1);
      }
    }

    void noteBefore(MetricKey key) {
      before.put(key, visitors().getOrDefault(key, 0L));
    }

    List<MetricKey> keys() {
      return List.copyOf(visitors().keySet());
    }

    /** The window is [m − length, m): minute m − 1 enters, minute m − 1 − length leaves. */
    void moveTo(int m, Map<Integer, List<Seen>> arrived) {
      arrived.getOrDefault(m - 1, List.of()).forEach(seen -> add(seen, 1));
      arrived.getOrDefault(m - 1 - metric.minutes(), List.of()).forEach(seen -> add(seen, -1));
    }

    void count(int m, List<RollingCount> counts) {
      Map<MetricKey, Long> now = visitors();
      now.forEach((key, visitors) -> counts.add(new RollingCount(metric, key, m, visitors)));
      before.forEach(
          (key, visitors) -> {
            if (visitors > 0 && !now.containsKey(key)) {
              counts.add(new RollingCount(metric, key, m, 0));
            }
          });
      before.clear();
    }

    private void add(Seen seen, int times) {
      BiConsumer<MetricKey, String> adder =
          (key, visitor) -> {
            VisitorOf of = new VisitorOf(key, visitor);
            if (sightings.merge(of, times, Integer::sum) == 0) {
              sightings.remove(of);
            }
          };
      (exposure ? seen.variants() : seen.keys()).forEach(key -> adder.accept(key, seen.visitor()));
    }

    /** Distinct visitors by key; of exposures those in more than one variant, by experiment. */
    private Map<MetricKey, Long> visitors() {
      Map<MetricKey, Map<String, Integer>> keysByVisitor = new HashMap<>();
      for (VisitorOf of : sightings.keySet()) {
        MetricKey key = exposure ? Seen.variant(of.key().experiment(), "__multiple__") : of.key();
        keysByVisitor
            .computeIfAbsent(key, k -> new HashMap<>())
            .merge(of.visitor(), 1, Integer::sum);
      }
      Map<MetricKey, Long> visitors = new HashMap<>();
      keysByVisitor.forEach(
          (key, variants) -> {
            long counted = variants.values().stream().filter(n -> !exposure || n > 1).count();
            if (counted > 0) {
              visitors.put(key, counted);
            }
          });
      return visitors;
    }
  }
}
