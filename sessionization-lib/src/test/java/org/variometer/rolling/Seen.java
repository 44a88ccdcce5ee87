package org.variometer.rolling;

import java.util.List;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;

/**
 * One sighting, as the tests say it.
 *
 * @param visitor who
 * @param minute the minute of arrival
 * @param keys keys with an attributed beacon
 * @param variants variants mentioned
 */
record Seen(String visitor, int minute, List<MetricKey> keys, List<MetricKey> variants) {

  static MetricKey all() {
    return MetricKey.all("shop");
  }

  static MetricKey variant(String experiment, String variant) {
    return new MetricKey("shop", experiment, variant, Population.ASSIGNED);
  }

  /** A visitor without experiments. */
  static Seen plainly(String visitor, int minute) {
    return new Seen(visitor, minute, List.of(all()), List.of());
  }

  /** A visitor in these variants of experiment {@code e}. */
  static Seen in(String visitor, int minute, String... variants) {
    return new Seen(
        visitor,
        minute,
        List.of(all()),
        List.of(variants).stream().map(variant -> variant("e", variant)).toList());
  }

  static SightingLog log(List<Seen> sightings) {
    SightingLog.Builder builder = new SightingLog.Builder();
    sightings.forEach(s -> builder.seen(s.visitor(), s.minute(), s.keys(), s.variants()));
    return builder.build();
  }
}
