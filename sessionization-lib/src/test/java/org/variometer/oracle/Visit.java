package org.variometer.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A visit and what is attributed in it to which population (SPEC §3). */
record Visit(List<Session.Standing> beacons) {

  /** What every number belongs to. */
  record Key(String site, String experiment, String variant, String population) {}

  /** The visit as seen by one population: the entry and the beacons from it on. */
  record Part(Key key, long entry, List<Session.Standing> attributed) {}

  String site() {
    return beacons.get(0).beacon().site();
  }

  /** The visit's visitor is its first beacon's. */
  String visitor() {
    return beacons.get(0).beacon().visitorId();
  }

  /** One part for population all, up to two for each experiment mentioned. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    long start = beacons.get(0).beacon().timestamp();
    parts.add(part("__all__", "__all__", "all", start));
    for (String experiment : experiments()) {
      String variant = variant(experiment);
      List<Long> assigned = new ArrayList<>();
      List<Long> qualified = new ArrayList<>();
      for (Session.Standing standing : beacons) {
        Beacon beacon = standing.beacon();
        if (mentions(beacon.qualified(), experiment)) {
          qualified.add(beacon.timestamp());
        }
        if (mentions(beacon.qualified(), experiment) || mentions(beacon.assigned(), experiment)) {
          assigned.add(beacon.timestamp());
        }
      }
      parts.add(part(experiment, variant, "assigned", earliest(assigned)));
      if (!qualified.isEmpty()) {
        parts.add(part(experiment, variant, "qualified", earliest(qualified)));
      }
    }
    return parts;
  }

  private Part part(String experiment, String variant, String population, long entry) {
    List<Session.Standing> attributed =
        beacons.stream().filter(standing -> standing.beacon().timestamp() >= entry).toList();
    return new Part(new Key(site(), experiment, variant, population), entry, attributed);
  }

  private SortedSet<String> experiments() {
    SortedSet<String> experiments = new TreeSet<>();
    for (Session.Standing standing : beacons) {
      for (Beacon.Mention mention : allMentions(standing.beacon())) {
        experiments.add(mention.experiment());
      }
    }
    return experiments;
  }

  /** The one variant mentioned, or __multiple__. */
  private String variant(String experiment) {
    SortedSet<String> variants = new TreeSet<>();
    for (Session.Standing standing : beacons) {
      for (Beacon.Mention mention : allMentions(standing.beacon())) {
        if (mention.experiment().equals(experiment)) {
          variants.add(mention.variant());
        }
      }
    }
    return variants.size() == 1 ? variants.first() : "__multiple__";
  }

  /** What the beacon mentions in assigned or qualified. */
  static Set<Beacon.Mention> allMentions(Beacon beacon) {
    Set<Beacon.Mention> mentions = new TreeSet<>(beacon.assigned());
    mentions.addAll(beacon.qualified());
    return mentions;
  }

  private static boolean mentions(Set<Beacon.Mention> mentions, String experiment) {
    return mentions.stream().anyMatch(mention -> mention.experiment().equals(experiment));
  }

  private static long earliest(List<Long> timestamps) {
    return timestamps.stream().mapToLong(Long::longValue).min().orElseThrow();
  }
}
