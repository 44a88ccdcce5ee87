package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.rolling.RollingMetric;
import org.variometer.series.MetricSeries;
import org.variometer.series.Resolution;

/**
 * The rolling metrics that stand in KairosDB are those of a plain windowed reduce with inverse
 * function (spec §4): the minute that enters is added, the minute that leaves is subtracted.
 */
class RollingThroughTheStreamTest {
  private static final long SEED = 20261121;
  private static final int VISITORS = 12;
  private static final int MINUTE_MILLIS = 60_000;

  /** Where the log begins, at an odd minute of an hour. */
  private static final int BEGIN = 28_868_777;

  /** Longer than the longest window, so that all of them lose what left. */
  private static final int MINUTES = 29 * 60;

  /** A page view in a session of its own: who, when, and in which variant of e. */
  private record View(int minute, String visitor, Optional<String> variant) {
    private String json(String site, int number) {
      return """
          {"beaconId":"b%d","sessionId":"s%d","visitorId":"%s","timestamp":%d,"type":"pageView",\
          "site":"%s","assigned":[%s],"qualified":[%s]}"""
          .formatted(
              number,
              number,
              visitor,
              arrival(),
              site,
              variant.map(View::mention).orElse(""),
              isQualified() ? mention("b") : "");
    }

    private static String mention(String name) {
      return "{\"experiment\":\"e\",\"variant\":\"" + name + "\"}";
    }

    boolean isQualified() {
      return variant.equals(Optional.of("b")) && minute % 2 == 0;
    }

    private long arrival() {
      return (long) minute * MINUTE_MILLIS + number();
    }

    /** Anywhere in the minute, its first and last millisecond included. */
    private int number() {
      return switch (minute % 3) {
        case 0 -> 0;
        case 1 -> MINUTE_MILLIS - 1;
        default -> 31_415;
      };
    }
  }

  /** Counts by key what is in a window that moves on minute by minute. */
  private static final class WindowedReduce {
    private final Map<String, Integer> inWindow = new TreeMap<>();

    void add(String thing, int times) {
      if (inWindow.merge(thing, times, Integer::sum) == 0) {
        inWindow.remove(thing);
      }
    }

    long distinct(String prefix) {
      return inWindow.keySet().stream().filter(thing -> thing.startsWith(prefix)).count();
    }

    /** How many visitors are in both variants. */
    long inBoth() {
      return inWindow.keySet().stream()
          .filter(thing -> thing.startsWith("a/"))
          .filter(thing -> inWindow.containsKey("b/" + thing.substring(2)))
          .count();
    }
  }

  @Test
  void whatStandsInKairosDbIsAWindowedReduceWithInverseFunction() throws Exception {
    StreamWorld world = SharedServices.newWorld(2);
    String site = world.name() + ".rolling";
    List<View> views = views();
    List<LogRecord> log = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      log.add(
          new LogRecord(
              ("s" + i).getBytes(UTF_8),
              views.get(i).json(site, i).getBytes(UTF_8),
              views.get(i).arrival()));
    }
    world.send(log);
    Config config =
        world.config(Optional.empty(), Map.of("variometer.stream.max-rate-per-partition", "90"));
    try (ObservedRun run = new ObservedRun(config, false)) {
      run.awaitAll();
      // Behind an empty micro-batch the log is read to its end: its last minute has passed.
      long last = views.get(views.size() - 1).minute();
      run.await(batch -> batch.passed() / MINUTE_MILLIS >= last);
      run.run().stop();
    }
    Map<String, SortedMap<Integer, Double>> stands = stands(config, site);
    Map<String, SortedMap<Integer, Double>> expected = expected(views);
    assertThat(expected.keySet()).hasSize(9);
    assertThat(stands.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (series, counts) -> assertThat(stands.get(series)).as(series).isEqualTo(counts));
  }

  /** In the order of time; some visitors change their variant, some hours are silent. */
  private static List<View> views() {
    Random random = new Random(SEED);
    List<View> views = new ArrayList<>();
    for (int minute = BEGIN; minute < BEGIN + MINUTES; minute++) {
      boolean silent = (minute / 60) % 7 == 0;
      while (!silent && random.nextInt(3) == 0) {
        views.add(
            new View(
                minute,
                "v" + random.nextInt(VISITORS),
                switch (random.nextInt(6)) {
                  case 0 -> Optional.of("a");
                  case 1 -> Optional.of("b");
                  default -> Optional.empty();
                }));
      }
    }
    return views;
  }

  private static Map<String, SortedMap<Integer, Double>> expected(List<View> views) {
    Map<Integer, List<View>> byMinute = new HashMap<>();
    views.forEach(v -> byMinute.computeIfAbsent(v.minute(), m -> new ArrayList<>()).add(v));
    Map<String, SortedMap<Integer, Double>> counts = new TreeMap<>();
    int last = views.get(views.size() - 1).minute();
    for (RollingMetric metric : RollingMetric.values()) {
      WindowedReduce window = new WindowedReduce();
      // The window [m − length, m) is told at m, once the log has passed m.
      for (int m = BEGIN + 1; m <= last; m++) {
        for (View view : byMinute.getOrDefault(m - 1, List.of())) {
          things(view).forEach(thing -> window.add(thing, 1));
        }
        for (View view : byMinute.getOrDefault(m - 1 - metric.minutes(), List.of())) {
          things(view).forEach(thing -> window.add(thing, -1));
        }
        if (metric == RollingMetric.MULTIPLE_EXPOSURE_VISITORS_12H) {
          put(counts, metric, "e/__multiple__", m, window.inBoth());
        } else {
          put(counts, metric, "__all__/__all__", m, window.distinct("all/"));
          put(counts, metric, "e/a", m, window.distinct("a/"));
          put(counts, metric, "e/b", m, window.distinct("b/"));
          put(counts, metric, "e/b qualified", m, window.distinct("qualified/"));
        }
      }
    }
    return counts;
  }

  private static List<String> things(View view) {
    List<String> things = new ArrayList<>(List.of("all/" + view.visitor()));
    view.variant().ifPresent(variant -> things.add(variant + "/" + view.visitor()));
    if (view.isQualified()) {
      things.add("qualified/" + view.visitor());
    }
    return things;
  }

  private static void put(
      Map<String, SortedMap<Integer, Double>> counts,
      RollingMetric metric,
      String key,
      int minute,
      long count) {
    if (count != 0) {
      counts
          .computeIfAbsent(metric.metric() + " " + key, s -> new TreeMap<>())
          .put(minute, (double) count);
    }
  }

  private static Map<String, SortedMap<Integer, Double>> stands(Config config, String site)
      throws Exception {
    Map<String, SortedMap<Integer, Double>> values = new TreeMap<>();
    try (KairosReader reader = new KairosReader(VariometerConfig.from(config).kairos())) {
      reader.readAll(
          metric -> true,
          stretch -> {
            if (stretch.series() instanceof MetricSeries series
                && series.resolution() == Resolution.ROLLING
                && series.key().site().equals(site)) {
              for (int i = 0; i < stretch.timestamps().length; i++) {
                if (stretch.values()[i] != 0) {
                  values
                      .computeIfAbsent(name(series), s -> new TreeMap<>())
                      .put((int) (stretch.timestamps()[i] / MINUTE_MILLIS), stretch.values()[i]);
                }
              }
            }
          });
    }
    return values;
  }

  private static String name(MetricSeries series) {
    MetricKey key = series.key();
    return series.metric()
        + " "
        + key.experiment()
        + "/"
        + key.variant()
        + (key.population() == Population.QUALIFIED ? " qualified" : "");
  }
}
