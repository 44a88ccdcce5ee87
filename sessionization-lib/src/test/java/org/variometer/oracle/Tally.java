package org.variometer.oracle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The totals over all visits (SPEC §4), per cell: additive, distributions and sets. */
final class Tally {

  private static final long MINUTE = 60_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** A metric's value for one key in one bucket. */
  record Cell(String metric, Visit.Key key, String granularity, long timestamp) {

    Cell withMetric(String other) {
      return new Cell(other, key, granularity, timestamp);
    }
  }

  /** Whose exposures are counted together. */
  private record Exposed(String site, String experiment, String visitor, long day) {}

  private final Map<Cell, BigInteger> additive = new HashMap<>();
  private final Map<Cell, List<Double>> distributions = new HashMap<>();
  private final Map<Cell, Set<String>> visitors = new HashMap<>();
  private final Map<Exposed, Set<String>> exposures = new HashMap<>();
  private final List<Oracle.CustomMetric> customMetrics;

  Tally(List<Oracle.CustomMetric> customMetrics) {
    this.customMetrics = customMetrics;
  }

  /** The exact totals; amounts in micros. */
  Map<Cell, BigInteger> additive() {
    return additive;
  }

  /** The values of each {@code perf.<name>}. */
  Map<Cell, List<Double>> distributions() {
    return distributions;
  }

  /** The distinct visitors per hour and day. */
  Map<Cell, Set<String>> visitors() {
    return visitors;
  }

  /** The visitors exposed to several variants of an experiment on a day. */
  Map<Cell, Set<String>> multiplyExposed() {
    Map<Cell, Set<String>> result = new HashMap<>();
    exposures.forEach(
        (exposed, variants) -> {
          if (variants.size() > 1) {
            Visit.Key key =
                new Visit.Key(exposed.site(), exposed.experiment(), "__multiple__", "assigned");
            Cell cell = new Cell("multiple_exposure_visitors", key, "1d", exposed.day());
            result.computeIfAbsent(cell, c -> new HashSet<>()).add(exposed.visitor());
          }
        });
    return result;
  }

  /** Adds what one population sees of a visit. */
  void add(Visit.Part part) {
    addVisitLevel(part);
    for (Session.Standing standing : part.attributed()) {
      addBeaconLevel(part.key(), standing);
    }
  }

  void add(Visit visit) {
    for (Visit.Part part : visit.parts()) {
      add(part);
      for (Session.Standing standing : part.attributed()) {
        addVisitor(part.key(), standing.beacon().timestamp(), visit.visitor());
      }
    }
    for (Session.Standing standing : visit.beacons()) {
      Beacon beacon = standing.beacon();
      for (Beacon.Mention mention : Visit.allMentions(beacon)) {
        long day = Math.floorDiv(beacon.timestamp(), DAY) * DAY;
        exposures
            .computeIfAbsent(
                new Exposed(visit.site(), mention.experiment(), visit.visitor(), day),
                e -> new HashSet<>())
            .add(mention.variant());
      }
    }
  }

  private void addVisitLevel(Visit.Part part) {
    long pageViews = 0;
    long orders = 0;
    long errors = 0;
    BigInteger revenue = BigInteger.ZERO;
    for (Session.Standing standing : part.attributed()) {
      Beacon beacon = standing.beacon();
      pageViews += beacon.type().equals("pageView") ? 1 : 0;
      errors += beacon.type().equals("error") ? 1 : 0;
      if (standing.countsAsOrder()) {
        orders++;
        revenue = revenue.add(beacon.order().orElseThrow().revenue());
      }
    }
    count("visits", part.key(), part.entry(), true);
    count("bounces", part.key(), part.entry(), pageViews == 1 && orders == 0);
    count("converted_visits", part.key(), part.entry(), orders >= 1);
    sum("visit_revenue", part.key(), part.entry(), revenue);
    count("error_visits", part.key(), part.entry(), errors >= 1);
    for (Oracle.CustomMetric metric : customMetrics) {
      if (metric.measure().equals("visits")) {
        boolean any = part.attributed().stream().anyMatch(s -> isEvent(s.beacon(), metric));
        count(metric.name(), part.key(), part.entry(), any);
      }
    }
  }

  private void addBeaconLevel(Visit.Key key, Session.Standing standing) {
    Beacon beacon = standing.beacon();
    long time = beacon.timestamp();
    count("page_views", key, time, beacon.type().equals("pageView"));
    count("errors", key, time, beacon.type().equals("error"));
    if (standing.countsAsOrder()) {
      Beacon.Order order = beacon.order().orElseThrow();
      count("orders", key, time, true);
      sum("units", key, time, BigInteger.valueOf(order.units()));
      sum("revenue", key, time, order.revenue());
    }
    beacon.performance().forEach((name, value) -> observe("perf." + name, key, time, value));
    for (Oracle.CustomMetric metric : customMetrics) {
      if (isEvent(beacon, metric) && metric.measure().equals("count")) {
        count(metric.name(), key, time, true);
      }
      if (isEvent(beacon, metric) && metric.measure().equals("sum")) {
        BigInteger value = beacon.event().orElseThrow().value().orElse(BigInteger.ZERO);
        sum(metric.name(), key, time, value);
      }
    }
  }

  private static boolean isEvent(Beacon beacon, Oracle.CustomMetric metric) {
    return beacon.event().isPresent() && beacon.event().get().name().equals(metric.event());
  }

  private void count(String metric, Visit.Key key, long time, boolean holds) {
    sum(metric, key, time, holds ? BigInteger.ONE : BigInteger.ZERO);
  }

  private void sum(String metric, Visit.Key key, long time, BigInteger value) {
    additive.merge(minute(metric, key, time), value, BigInteger::add);
    additive.merge(hour(metric, key, time), value, BigInteger::add);
  }

  private void observe(String metric, Visit.Key key, long time, double value) {
    count(metric + ".count", key, time, true);
    distributions.computeIfAbsent(minute(metric, key, time), c -> new ArrayList<>()).add(value);
    distributions.computeIfAbsent(hour(metric, key, time), c -> new ArrayList<>()).add(value);
  }

  private void addVisitor(Visit.Key key, long time, String visitor) {
    String metric = "unique_visitors";
    visitors.computeIfAbsent(hour(metric, key, time), c -> new HashSet<>()).add(visitor);
    visitors.computeIfAbsent(day(metric, key, time), c -> new HashSet<>()).add(visitor);
  }

  private static Cell minute(String metric, Visit.Key key, long time) {
    return new Cell(metric, key, "1m", Math.floorDiv(time, MINUTE) * MINUTE);
  }

  private static Cell hour(String metric, Visit.Key key, long time) {
    return new Cell(metric, key, "1h", Math.floorDiv(time, HOUR) * HOUR);
  }

  private static Cell day(String metric, Visit.Key key, long time) {
    return new Cell(metric, key, "1d", Math.floorDiv(time, DAY) * DAY);
  }
}
