package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.metric.Population.ASSIGNED;
import static org.variometer.metric.Population.QUALIFIED;
import static org.variometer.metric.Visits.error;
import static org.variometer.metric.Visits.event;
import static org.variometer.metric.Visits.order;
import static org.variometer.metric.Visits.page;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What counts for a visit's populations, and in which minute (spec §3, §4). */
class AttributionTest {
  private static final int MINUTE = 60_000;
  private static final MetricCatalog CATALOG = new MetricCatalog(Visits.METRICS);
  private static final MetricKey ALL = MetricKey.all("shop");
  private static final MetricKey ASSIGNED_A = new MetricKey("shop", "e", "a", ASSIGNED);
  private static final MetricKey QUALIFIED_A = new MetricKey("shop", "e", "a", QUALIFIED);
  private static final MetricKey MULTIPLE = new MetricKey("shop", "e", "__multiple__", ASSIGNED);

  @Test
  void aBeaconAtTheVeryMillisecondOfEntryIsAttributed() {
    // The page view stands before the mention in the session's order, by its identity.
    assertThat(counted(ASSIGNED_A, page(5), error(5).assigned("e=a")))
        .containsOnly(
            Map.entry("visits", "1"),
            Map.entry("bounces", "1"),
            Map.entry("page_views", "1"),
            Map.entry("errors", "1"),
            Map.entry("error_visits", "1"));
  }

  @Test
  void aBeaconAMillisecondBeforeEntryIsNot() {
    assertThat(counted(ASSIGNED_A, page(4), error(5).assigned("e=a")))
        .containsOnly(
            Map.entry("visits", "1"), Map.entry("errors", "1"), Map.entry("error_visits", "1"));
  }

  @Test
  void whatHappenedBeforeEntryCountsForAllVisitsAlone() {
    Visits.Draft[] drafts = {
      page(0).loadedIn(300),
      order(1, "o", 5_000_000, 2),
      event(2, "add", 1_000_000),
      page(3).assigned("e=a").loadedIn(400),
    };

    assertThat(counted(ALL, drafts))
        .containsOnly(
            Map.entry("visits", "1"),
            Map.entry("converted_visits", "1"),
            Map.entry("visit_revenue", "5"),
            Map.entry("page_views", "2"),
            Map.entry("orders", "1"),
            Map.entry("units", "2"),
            Map.entry("revenue", "5"),
            Map.entry("adds", "1"),
            Map.entry("add_value", "1"),
            Map.entry("add_visits", "1"),
            Map.entry("perf.page_load.count", "2"));
    assertThat(counted(ASSIGNED_A, drafts))
        .containsOnly(
            Map.entry("visits", "1"),
            Map.entry("bounces", "1"),
            Map.entry("page_views", "1"),
            Map.entry("perf.page_load.count", "1"));
  }

  @Test
  void eachPopulationHasItsOwnEntry() {
    Visits.Draft[] drafts = {
      page(0),
      page(1).assigned("e=a"),
      error(2),
      order(3, "o", 1_000_000, 1).qualified("e=a"),
      page(4)
    };

    assertThat(counted(ASSIGNED_A, drafts)).containsEntry("page_views", "2");
    assertThat(counted(ASSIGNED_A, drafts)).containsEntry("errors", "1");
    assertThat(counted(QUALIFIED_A, drafts))
        .containsOnly(
            Map.entry("visits", "1"),
            Map.entry("converted_visits", "1"),
            Map.entry("visit_revenue", "1"),
            Map.entry("page_views", "1"),
            Map.entry("orders", "1"),
            Map.entry("units", "1"),
            Map.entry("revenue", "1"));
  }

  @Test
  void aVisitOfSeveralVariantsCountsInNoneOfThem() {
    Visits.Draft[] drafts = {page(0).assigned("e=a"), page(1).assigned("e=b"), page(2)};

    assertThat(counted(MULTIPLE, drafts))
        .containsOnly(Map.entry("visits", "1"), Map.entry("page_views", "3"));
    assertThat(counted(ASSIGNED_A, drafts)).isEmpty();
    assertThat(counted(new MetricKey("shop", "e", "b", ASSIGNED), drafts)).isEmpty();
  }

  @Test
  void visitLevelMetricsStandInTheMinuteOfEntryAndTheOthersInTheBeacons() {
    Visits.Draft[] drafts = {
      page(0),
      page(MINUTE + 1).assigned("e=a"),
      order(3 * MINUTE, "o", 7_000_000, 1),
      event(4 * MINUTE - 1, "search"),
      error(4 * MINUTE)
    };
    int minute = (int) (Visits.T / MINUTE);

    assertThat(inMinute(ASSIGNED_A, minute, drafts)).isEmpty();
    assertThat(inMinute(ASSIGNED_A, minute + 1, drafts))
        .containsOnly(
            Map.entry("visits", "1"),
            Map.entry("converted_visits", "1"),
            Map.entry("visit_revenue", "7"),
            Map.entry("error_visits", "1"),
            Map.entry("search_visits", "1"),
            Map.entry("page_views", "1"));
    assertThat(inMinute(ASSIGNED_A, minute + 3, drafts))
        .containsOnly(Map.entry("orders", "1"), Map.entry("units", "1"), Map.entry("revenue", "7"));
    assertThat(inMinute(ASSIGNED_A, minute + 4, drafts)).containsOnly(Map.entry("errors", "1"));
    assertThat(inMinute(ALL, minute, drafts)).containsEntry("visits", "1");
  }

  @Test
  void aBounceIsExactlyOneAttributedPageViewAndNoOrder() {
    assertThat(counted(ALL, page(0))).containsEntry("bounces", "1");
    assertThat(counted(ALL, page(0), error(1), event(2, "add", 1))).containsEntry("bounces", "1");
    assertThat(counted(ALL, page(0), page(1))).doesNotContainKey("bounces");
    assertThat(counted(ALL, error(0))).doesNotContainKey("bounces");
    assertThat(counted(ALL, page(0), order(1, "o", 0, 0))).doesNotContainKey("bounces");
  }

  @Test
  void anOrderIsCountedOnceAndItsFirstBeaconStands() {
    assertThat(
            counted(
                ALL, order(0, "o", 1_000_000, 1), order(1, "o", 2_000_000, 2), order(2, "p", 0, 0)))
        .containsOnly(
            Map.entry("visits", "1"),
            Map.entry("converted_visits", "1"),
            Map.entry("visit_revenue", "1"),
            Map.entry("orders", "2"),
            Map.entry("units", "1"),
            Map.entry("revenue", "1"));
  }

  @Test
  void anOrderWhoseFirstBeaconLiesBeforeEntryIsNotAttributedByItsCopy() {
    assertThat(
            counted(
                ASSIGNED_A,
                order(0, "o", 1_000_000, 1),
                page(1).assigned("e=a"),
                order(2, "o", 1_000_000, 1)))
        .containsOnly(
            Map.entry("visits", "1"), Map.entry("bounces", "1"), Map.entry("page_views", "1"));
  }

  @Test
  void customMetricsCountSumAndMarkVisits() {
    assertThat(
            counted(
                ALL,
                event(0, "add", 2_500_000),
                event(1, "add", -1_000_000),
                event(2, "add"),
                event(3, "search")))
        .containsOnly(
            Map.entry("visits", "1"),
            Map.entry("adds", "3"),
            Map.entry("add_value", "1.5"),
            Map.entry("add_visits", "1"),
            Map.entry("search_visits", "1"));
  }

  /** What is added up for a key, over all minutes; without derived metrics and zeros. */
  private static Map<String, String> counted(MetricKey key, Visits.Draft... drafts) {
    Counts sum = new Counts();
    minutes(key, drafts).values().forEach(sum::addAll);
    return read(sum);
  }

  private static Map<String, String> inMinute(MetricKey key, int minute, Visits.Draft... drafts) {
    return read(minutes(key, drafts).getOrDefault(minute, new Counts()));
  }

  private static SortedMap<Integer, Counts> minutes(MetricKey key, Visits.Draft... drafts) {
    return Visits.totals(CATALOG, drafts).byMinute().getOrDefault(key, new TreeMap<>());
  }

  private static Map<String, String> read(Counts counts) {
    Map<String, String> values = new TreeMap<>();
    for (Metric metric : CATALOG.metrics()) {
      if (!metric.derived() && metric.read(counts).isShown()) {
        values.put(metric.name(), metric.read(counts).asDecimal());
      }
    }
    return values;
  }
}
