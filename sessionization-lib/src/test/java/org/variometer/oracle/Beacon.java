package org.variometer.oracle;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** An accepted, enriched beacon with its normalised facts (SPEC §1 and §2). */
record Beacon(
    String site,
    String sessionId,
    long identity,
    long timestamp,
    long arrival,
    String type,
    String visitorId,
    SortedSet<Mention> assigned,
    SortedSet<Mention> qualified,
    Optional<Order> order,
    Optional<Event> event,
    SortedMap<String, Double> performance,
    long ignoredPerformance) {

  /** The names of load times that count, in the order of SPEC §1. */
  static final List<String> PERFORMANCE_NAMES =
      List.of("page_load", "ttfb", "dom_interactive", "lcp", "inp");

  /** The order of a session's standing beacons: timestamp, then unsigned hash. */
  static final Comparator<Beacon> IN_SESSION =
      Comparator.comparingLong(Beacon::timestamp)
          .thenComparing(Beacon::identity, Long::compareUnsigned);

  /** Of several with one identity the lowest stands: timestamp, then facts. */
  static final Comparator<Beacon> STANDING =
      Comparator.comparingLong(Beacon::timestamp).thenComparing(Beacon::compareFacts);

  /** An experiment with a variant. */
  record Mention(String experiment, String variant) implements Comparable<Mention> {
    @Override
    public int compareTo(Mention other) {
      int byExperiment = Text.BY_UTF8.compare(experiment, other.experiment);
      return byExperiment != 0 ? byExperiment : Text.BY_UTF8.compare(variant, other.variant);
    }
  }

  /** An order; revenue in micros of the reporting currency. */
  record Order(String id, BigInteger revenue, long units) {}

  /** An event that some custom metric declares; value in micros. */
  record Event(String name, Optional<BigInteger> value) {}

  private static int compareFacts(Beacon a, Beacon b) {
    int result = Text.BY_UTF8.compare(a.type, b.type);
    if (result == 0) {
      result = Text.BY_UTF8.compare(a.visitorId, b.visitorId);
    }
    if (result == 0) {
      result = compareMentions(a.assigned, b.assigned);
    }
    if (result == 0) {
      result = compareMentions(a.qualified, b.qualified);
    }
    if (result == 0) {
      result = compareOptional(a.order.map(Order::id), b.order.map(Order::id), Text.BY_UTF8);
    }
    if (result == 0) {
      result = compareNatural(a.order.map(Order::revenue), b.order.map(Order::revenue));
    }
    if (result == 0) {
      result = compareNatural(a.order.map(Order::units), b.order.map(Order::units));
    }
    if (result == 0) {
      result = compareOptional(a.event.map(Event::name), b.event.map(Event::name), Text.BY_UTF8);
    }
    if (result == 0) {
      result = compareNatural(a.event.flatMap(Event::value), b.event.flatMap(Event::value));
    }
    for (String name : PERFORMANCE_NAMES) {
      if (result == 0) {
        result =
            compareNatural(
                Optional.ofNullable(a.performance.get(name)),
                Optional.ofNullable(b.performance.get(name)));
      }
    }
    return result;
  }

  /** Element by element; of two that agree as far as one goes the shorter is lower. */
  private static int compareMentions(SortedSet<Mention> a, SortedSet<Mention> b) {
    List<Mention> left = List.copyOf(a);
    List<Mention> right = List.copyOf(b);
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int result = left.get(i).compareTo(right.get(i));
      if (result != 0) {
        return result;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static <T extends Comparable<T>> int compareNatural(Optional<T> a, Optional<T> b) {
    return compareOptional(a, b, Comparator.naturalOrder());
  }

  /** Absent before present. */
  private static <T> int compareOptional(Optional<T> a, Optional<T> b, Comparator<T> order) {
    if (a.isPresent() && b.isPresent()) {
      return order.compare(a.get(), b.get());
    }
    return Boolean.compare(a.isPresent(), b.isPresent());
  }
}
