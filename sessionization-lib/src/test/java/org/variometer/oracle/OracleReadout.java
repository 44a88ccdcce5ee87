package org.variometer.oracle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An experiment's readout once more, naively: visitor by visitor, from the first exposure t on, by
 * the visits themselves. What counts is the visit that brought it as far as attributed, and every
 * visit of the visitor on the site that begins later, before the experiment's end.
 */
public final class OracleReadout {
  private static final long DAY = 24 * 60 * 60_000L;
  private static final int DAYS_BEFORE = 14;
  private static final List<String> METRICS =
      List.of(
          "visits",
          "bounces",
          "converted_visits",
          "visit_revenue",
          "error_visits",
          "page_views",
          "errors",
          "orders",
          "units",
          "revenue");

  private final Oracle.Settings settings;
  private final long from;
  private final long until;

  /**
   * Of experiments that run in this time.
   *
   * @param from the first instant, ms since the epoch
   * @param until the instant behind the last
   */
  public OracleReadout(Oracle.Settings settings, long from, long until) {
    this.settings = settings;
    this.from = from;
    this.until = until;
  }

  /** A visit that entered a population of an experiment in its time. */
  private record Entrance(Visit visit, Visit.Part part) {}

  /** A line for each visitor, experiment and population, sorted. */
  public List<String> lines(List<Oracle.Line> lines) {
    Map<List<String>, List<Visit>> byVisitor = new HashMap<>();
    for (Visit visit : Oracle.batchVisits(lines, settings)) {
      byVisitor
          .computeIfAbsent(List.of(visit.site(), visit.visitor()), v -> new ArrayList<>())
          .add(visit);
    }
    List<String> out = new ArrayList<>();
    byVisitor.values().forEach(visits -> addVisitor(visits, out));
    out.sort(null);
    return out;
  }

  private void addVisitor(List<Visit> visits, List<String> out) {
    SortedSet<String> experiments = new TreeSet<>();
    visits.forEach(v -> v.parts().forEach(part -> experiments.add(part.key().experiment())));
    experiments.remove("__all__");
    for (String experiment : experiments) {
      List<Entrance> assigned = entrances(visits, experiment, "assigned");
      if (!assigned.isEmpty()) {
        add(visits, assigned, assigned, out);
        List<Entrance> qualified = entrances(visits, experiment, "qualified");
        if (!qualified.isEmpty()) {
          add(visits, qualified, assigned, out);
        }
      }
    }
  }

  private List<Entrance> entrances(List<Visit> visits, String experiment, String population) {
    List<Entrance> entrances = new ArrayList<>();
    for (Visit visit : visits) {
      for (Visit.Part part : visit.parts()) {
        if (part.key().experiment().equals(experiment)
            && part.key().population().equals(population)
            && part.entry() >= from
            && part.entry() < until) {
          entrances.add(new Entrance(visit, part));
        }
      }
    }
    return entrances;
  }

  private void add(
      List<Visit> visits, List<Entrance> entrances, List<Entrance> assigned, List<String> out) {
    long since = first(entrances);
    SortedSet<String> variants = new TreeSet<>(Text.BY_UTF8);
    Tally counted = new Tally(settings.customMetrics());
    for (Entrance entrance : entrances) {
      if (entrance.part().entry() == since) {
        counted.add(entrance.part());
        variants.add(firstVariant(entrance));
      }
    }
    for (Visit visit : visits) {
      Visit.Part whole = visit.parts().get(0);
      if (whole.entry() > since && whole.entry() < until) {
        counted.add(whole);
      }
    }
    SortedSet<String> met = new TreeSet<>();
    assigned.forEach(entrance -> met.add(entrance.part().key().variant()));
    Visit.Key key = entrances.get(0).part().key();
    out.add(
        key.site()
            + " "
            + visits.get(0).visitor()
            + " "
            + key.experiment()
            + " "
            + key.population()
            + " "
            + variants.first()
            + " "
            + since
            + " "
            + (met.size() > 1 || met.contains("__multiple__"))
            + " "
            + sums(counted, Long.MIN_VALUE, Long.MAX_VALUE)
            + before(visits, first(assigned)));
  }

  private static long first(List<Entrance> entrances) {
    return entrances.stream().mapToLong(entrance -> entrance.part().entry()).min().orElseThrow();
  }

  private static String firstVariant(Entrance entrance) {
    Visit.Key key = entrance.part().key();
    for (Session.Standing standing : entrance.visit().beacons()) {
      Beacon beacon = standing.beacon();
      SortedSet<String> variants = new TreeSet<>(Text.BY_UTF8);
      for (Beacon.Mention mention :
          key.population().equals("qualified") ? beacon.qualified() : Visit.allMentions(beacon)) {
        if (mention.experiment().equals(key.experiment())) {
          variants.add(mention.variant());
        }
      }
      if (!variants.isEmpty()) {
        return variants.first();
      }
    }
    throw new IllegalStateException("no mention in " + entrance);
  }

  /** Of all visits, on the 14 days before that of the first assignment. */
  private String before(List<Visit> visits, long firstAssigned) {
    long midnight = Math.floorDiv(firstAssigned, DAY) * DAY;
    long begin = midnight - DAYS_BEFORE * DAY;
    Tally all = new Tally(settings.customMetrics());
    visits.forEach(visit -> all.add(visit.parts().get(0)));
    boolean there =
        visits.stream()
            .flatMap(visit -> visit.beacons().stream())
            .mapToLong(standing -> standing.beacon().timestamp())
            .anyMatch(time -> time >= begin && time < midnight);
    return there ? " before " + sums(all, begin, midnight) : "";
  }

  /** The sums that are not 0 of what happened from an instant to another. */
  private Map<String, BigInteger> sums(Tally tally, long begin, long end) {
    List<String> names = new ArrayList<>(METRICS);
    names.addAll(
        settings.customMetrics().stream()
            .map(Oracle.CustomMetric::name)
            .collect(Collectors.toList()));
    Map<String, BigInteger> sums = new TreeMap<>();
    tally
        .additive()
        .forEach(
            (cell, value) -> {
              if (cell.granularity().equals("1m")
                  && cell.timestamp() >= begin
                  && cell.timestamp() < end
                  && names.contains(cell.metric())) {
                sums.merge(cell.metric(), value, BigInteger::add);
              }
            });
    sums.values().removeIf(value -> value.signum() == 0);
    return sums;
  }
}
