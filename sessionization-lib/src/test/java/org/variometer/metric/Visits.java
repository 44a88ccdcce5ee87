package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconType;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.CustomMetric.Measure;
import org.variometer.beacon.Event;
import org.variometer.beacon.Mention;
import org.variometer.beacon.Order;
import org.variometer.beacon.Performance;
import org.variometer.beacon.SessionKey;
import org.variometer.session.Merge;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;
import org.variometer.session.Visit;

/** Sessions as tests write them: beacons that are numbered in the order in which they are named. */
final class Visits {
  /** The custom metrics that are declared while the beacons arrive. */
  static final List<CustomMetric> METRICS =
      List.of(
          new CustomMetric("adds", "add", Measure.COUNT),
          new CustomMetric("add_value", "add", Measure.SUM),
          new CustomMetric("add_visits", "add", Measure.VISITS),
          new CustomMetric("search_visits", "search", Measure.VISITS));

  /** The timestamp from which tests count: 2025-11-20T18:00Z. */
  static final long T = 1_763_661_600_000L;

  private static final SessionRules RULES = SessionRules.batch(5000);

  private final List<BeaconRecord> records = new ArrayList<>();
  private long nextId = 1;

  /** A beacon in the making. */
  record Draft(
      long after,
      BeaconType type,
      List<Mention> assigned,
      List<Mention> qualified,
      Order order,
      Event event,
      Performance performance) {

    /** Assigns by {@code experiment=variant}. */
    Draft assigned(String... mentions) {
      return new Draft(after, type, mentions(mentions), qualified, order, event, performance);
    }

    Draft qualified(String... mentions) {
      return new Draft(after, type, assigned, mentions(mentions), order, event, performance);
    }

    Draft loadedIn(double pageLoad) {
      double[] values = {pageLoad, Double.NaN, Double.NaN, Double.NaN, Double.NaN};
      return new Draft(after, type, assigned, qualified, order, event, Performance.of(values));
    }
  }

  static Draft page(long after) {
    return draft(after, BeaconType.PAGE_VIEW, null, null);
  }

  static Draft error(long after) {
    return draft(after, BeaconType.ERROR, null, null);
  }

  static Draft order(long after, String id, long micros, int units) {
    return draft(after, BeaconType.ORDER, new Order(id, micros, units), null);
  }

  static Draft event(long after, String name, long micros) {
    return draft(
        after, BeaconType.EVENT, null, new Event(name, OptionalLong.of(micros), metricsOf(name)));
  }

  static Draft event(long after, String name) {
    return draft(
        after, BeaconType.EVENT, null, new Event(name, OptionalLong.empty(), metricsOf(name)));
  }

  private static List<CustomMetric> metricsOf(String event) {
    return METRICS.stream().filter(metric -> metric.event().equals(event)).toList();
  }

  private static Draft draft(long after, BeaconType type, Order order, Event event) {
    return new Draft(after, type, List.of(), List.of(), order, event, Performance.NONE);
  }

  private static List<Mention> mentions(String... mentions) {
    return Stream.of(mentions)
        .map(mention -> mention.split("="))
        .map(parts -> new Mention(parts[0], parts[1]))
        .sorted()
        .distinct()
        .toList();
  }

  /** What is known of a session of these beacons that has never been heard of. */
  static Merge session(Draft... drafts) {
    Visits visits = new Visits();
    Stream.of(drafts).forEach(visits::add);
    return new SessionMerger(RULES).merge(SessionState.EMPTY, visits.records);
  }

  /** The only visit of these beacons. */
  static Visit visit(Draft... drafts) {
    List<Visit> visits = Visit.of(session(drafts).merged().pieces().get(0), RULES);
    assertThat(visits).hasSize(1);
    return visits.get(0);
  }

  /** The contributions of these beacons on site {@code shop}. */
  static Totals totals(MetricCatalog catalog, Draft... drafts) {
    Totals totals = new Totals();
    new Contributions(catalog, RULES).addDifference("shop", session(drafts), totals);
    return totals;
  }

  private void add(Draft draft) {
    Beacon beacon =
        new Beacon(
            nextId++,
            T + draft.after(),
            draft.type(),
            "v",
            draft.assigned(),
            draft.qualified(),
            draft.order(),
            draft.event(),
            draft.performance());
    records.add(new BeaconRecord(new SessionKey("shop", "s"), T + draft.after(), beacon, 0));
  }
}
