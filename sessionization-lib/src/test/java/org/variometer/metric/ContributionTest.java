package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.session.Records.GAP;
import static org.variometer.session.Records.MINUTE;
import static org.variometer.session.Records.NOON;
import static org.variometer.session.Records.arrived;
import static org.variometer.session.Records.error;
import static org.variometer.session.Records.inTime;
import static org.variometer.session.Records.order;
import static org.variometer.session.Records.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.Mention;
import org.variometer.session.Merge;
import org.variometer.session.Records;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/** What a change of a session adds and retracts (spec §4), and what it costs. */
class ContributionTest {
  private static final SessionRules RULES = SessionRules.batch(5000);
  private static final Mention CONTROL = new Mention("e", "control");
  private static final Mention OTHER = new Mention("e", "other");

  private final SessionMerger merger = new SessionMerger(RULES);
  private final Contributions contributions =
      new Contributions(new MetricCatalog(List.of()), RULES);
  private final CountingSink sink = new CountingSink();
  private final Totals totals = new Totals();
  private SessionState state = SessionState.EMPTY;

  @Test
  void aSecondPageViewTakesBackTheBounce() {
    merge(inTime(page(1, NOON)));
    assertThat(total(Counter.BOUNCES)).isEqualTo(1);
    merge(inTime(page(2, NOON + 1)));
    assertThat(total(Counter.BOUNCES)).isZero();
    assertThat(total(Counter.PAGE_VIEWS)).isEqualTo(2);
    assertThat(total(Counter.VISITS)).isEqualTo(1);
  }

  @Test
  void aVisitOfTwoVariantsLeavesTheOneInWhichItWasCounted() {
    merge(inTime(page(1, NOON, "v", CONTROL)));
    assertThat(sink.cells().keySet()).anyMatch(cell -> cell.contains("variant=control"));

    merge(inTime(page(2, NOON + 1, "v", OTHER)));

    assertThat(sink.cells().keySet())
        .filteredOn(cell -> !cell.startsWith("[exposure") && !cell.startsWith("[first of several"))
        .noneMatch(cell -> cell.contains("variant=control") || cell.contains("variant=other"))
        .anyMatch(cell -> cell.contains("variant=" + Mention.MULTIPLE));
  }

  @Test
  void aVisitOfTwoVariantsSaysWhichItMetFirst() {
    merge(inTime(page(1, NOON, "v", CONTROL)));
    assertThat(firstOfSeveral()).isEmpty();
    merge(inTime(page(2, NOON + 1, "v", OTHER)));
    assertThat(firstOfSeveral()).containsExactly("control assigned +0");
    merge(inTime(page(3, NOON - 1, "v", OTHER)));
    assertThat(firstOfSeveral()).containsExactly("other assigned -1");
    merge(inTime(page(0, NOON - 1, "v", CONTROL, OTHER)));
    assertThat(firstOfSeveral()).containsExactly("control assigned -1");
  }

  private List<String> firstOfSeveral() {
    List<String> found = new ArrayList<>();
    sink.cells()
        .forEach(
            (cell, visits) -> {
              if (cell.startsWith("[first of several")) {
                found.add(
                    cell.replaceAll(".*variant=(\\w+), population=(\\w+).*", "$1 $2")
                            .toLowerCase(Locale.ROOT)
                        + String.format(
                            Locale.ROOT,
                            " %+d",
                            Long.parseLong(cell.replaceAll(".*, (\\d+), v]", "$1")) - NOON));
                assertThat(visits).as(cell).isEqualTo(1);
              }
            });
    return found;
  }

  @Test
  void bothVariantsOfTheVisitAreExposures() {
    merge(inTime(page(1, NOON, "v", CONTROL)), inTime(page(2, NOON + 1, "v", OTHER)));
    assertThat(sink.cells().entrySet())
        .filteredOn(cell -> cell.getKey().startsWith("[exposure"))
        .hasSize(2)
        .allMatch(cell -> cell.getValue() == 1);
  }

  @Test
  void visitLevelMetricsMoveWithTheStartOfTheVisit() {
    merge(inTime(page(1, NOON)));
    merge(arrived(page(2, NOON - 5 * MINUTE), NOON + MINUTE));
    assertThat(at(NOON, Counter.VISITS)).isZero();
    assertThat(at(NOON - 5 * MINUTE, Counter.VISITS)).isEqualTo(1);
    assertThat(at(NOON, Counter.PAGE_VIEWS)).isEqualTo(1);
  }

  @Test
  void joinedVisitsCountOnce() {
    merge(inTime(order(1, NOON, "o1", 5)), inTime(error(2, NOON + 2 * GAP)));
    assertThat(total(Counter.VISITS)).isEqualTo(2);
    merge(arrived(page(3, NOON + GAP), NOON + 3 * GAP));
    assertThat(total(Counter.VISITS)).isEqualTo(1);
    assertThat(total(Counter.CONVERTED_VISITS)).isEqualTo(1);
    assertThat(total(Counter.ERROR_VISITS)).isEqualTo(1);
    assertThat(total(Counter.VISIT_REVENUE)).isEqualTo(5);
    assertThat(at(NOON + 2 * GAP, Counter.ERRORS)).isEqualTo(1);
  }

  @Test
  void anEarlierCopyOfAnOrderTakesTheLaterVisitsOrderBack() {
    merge(inTime(order(1, NOON, "o1", 5)), inTime(page(2, NOON + 1)));
    merge(arrived(order(3, NOON - 2 * GAP, "o1", 7), NOON + MINUTE));
    assertThat(at(NOON, Counter.ORDERS)).isZero();
    assertThat(at(NOON, Counter.CONVERTED_VISITS)).isZero();
    assertThat(at(NOON, Counter.BOUNCES)).isEqualTo(1);
    assertThat(at(NOON - 2 * GAP, Counter.REVENUE)).isEqualTo(7);
    assertThat(total(Counter.ORDERS)).isEqualTo(1);
  }

  @Test
  void anotherVisitorOfTheVisitReplacesTheOne() {
    merge(inTime(page(1, NOON, "later")));
    merge(arrived(page(2, NOON - 1, "earlier"), NOON + MINUTE));
    assertThat(sink.cells().entrySet())
        .filteredOn(cell -> cell.getKey().startsWith("[visitor"))
        .allMatch(cell -> cell.getKey().contains("earlier"))
        .hasSize(2); // In the hour before noon and in the one after it.
  }

  @Test
  void quarantineTakesEverythingBack() {
    merge(records(5000));
    assertThat(total(Counter.PAGE_VIEWS)).isEqualTo(5000);
    merge(inTime(page(5001, NOON)));
    assertThat(state.pieces().get(0).isQuarantined()).isTrue();
    assertThat(sink.cells()).isEmpty();
    merge(inTime(page(5002, NOON)));
    assertThat(sink.cells()).isEmpty();
  }

  @Test
  void whatABeaconMoreCostsDoesNotGrowWithTheVisit() {
    int afterTen = callsForOneMoreAfter(10);
    int afterHundred = callsForOneMoreAfter(100);
    int afterThousand = callsForOneMoreAfter(1000);
    assertThat(afterHundred).isLessThanOrEqualTo(afterTen).isLessThan(20);
    assertThat(afterThousand).isLessThanOrEqualTo(afterTen);
  }

  @Test
  void aBeaconInTheMiddleCostsNoMoreThanOneAtTheEnd() {
    merge(records(100));
    sink.takeCalls();
    merge(arrived(page(1000, NOON + 50_500), NOON + 100_000));
    assertThat(sink.takeCalls()).isLessThan(20);
  }

  @Test
  void aVisitMoreCostsWhatIsInItWhateverCameBefore() {
    merge(records(1000));
    sink.takeCalls();
    merge(inTime(page(5000, NOON + 10 * GAP)));
    assertThat(sink.takeCalls()).isLessThan(20);
  }

  @Test
  void aMergeOfNothingContributesNothing() {
    merge(records(10));
    sink.takeCalls();
    merge();
    assertThat(sink.takeCalls()).isZero();
  }

  private int callsForOneMoreAfter(int beacons) {
    state = SessionState.EMPTY;
    merge(records(beacons));
    sink.takeCalls();
    merge(inTime(page(100_000, NOON + beacons * 1000L, "v1", CONTROL)));
    return sink.takeCalls();
  }

  private static BeaconRecord[] records(int count) {
    List<BeaconRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Beacon page = page(i + 1, NOON + 1000L * i, "v1", CONTROL);
      records.add(Records.inTime(page));
    }
    return records.toArray(new BeaconRecord[0]);
  }

  private void merge(BeaconRecord... records) {
    Merge merge = merger.merge(state, List.of(records));
    contributions.addDifference("shop", merge, sink);
    contributions.addDifference("shop", merge, totals);
    state = merge.merged();
  }

  private long total(Counter counter) {
    return all().values().stream().mapToLong(counts -> counts.get(MeasureIds.of(counter))).sum();
  }

  private long at(long time, Counter counter) {
    Counts counts = all().get((int) (time / MINUTE));
    return counts == null ? 0 : counts.get(MeasureIds.of(counter));
  }

  private Map<Integer, Counts> all() {
    return totals.byMinute().get(MetricKey.all("shop"));
  }
}
