package org.variometer.kairos;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.variometer.config.KairosSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.series.Cell;
import org.variometer.series.Point;

/** Settings and points that tests begin with. */
final class Given {
  static final long MINUTE = Granularity.MINUTE.millis();
  static final long T = 1_795_215_600_000L;

  private Given() {}

  /** The reference's settings at this address, and what is given over them: key, value, … */
  static KairosSettings settings(URI url, String... overrides) {
    Map<String, String> options = new TreeMap<>();
    options.put("variometer.kairosdb.url", url.toString());
    for (int i = 0; i < overrides.length; i += 2) {
      options.put("variometer.kairosdb." + overrides[i], overrides[i + 1]);
    }
    return VariometerConfig.from(VariometerConfig.load(Optional.empty(), options)).kairos();
  }

  static MetricKey key(String site) {
    return new MetricKey(site, "checkout", "one_step", Population.ASSIGNED);
  }

  /** The cell of a minute of {@code visits}. */
  static Cell cell(String site, int minute) {
    return Cell.of("visits", key(site), Granularity.MINUTE, T + minute * MINUTE);
  }

  /** So many points of neighbouring minutes, each with its number, from 1, as its value. */
  static List<Point> points(String site, int number) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      points.add(new Point(cell(site, i), i + 1));
    }
    return points;
  }
}
