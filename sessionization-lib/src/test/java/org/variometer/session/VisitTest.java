package org.variometer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.session.Records.GAP;
import static org.variometer.session.Records.MINUTE;
import static org.variometer.session.Records.NOON;
import static org.variometer.session.Records.arrived;
import static org.variometer.session.Records.order;
import static org.variometer.session.Records.page;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;

/** Visits (spec §2): runs of standing beacons with no gap of more than 35 minutes. */
class VisitTest {
  private static final SessionRules RULES = SessionRules.batch(5000);
  private final SessionMerger merger = new SessionMerger(RULES);

  @Test
  void beaconsExactly35MinutesApartAreInOneVisit() {
    assertThat(starts(page(1, NOON), page(2, NOON + GAP))).containsExactly(NOON);
  }

  @Test
  void oneMillisecondMoreMakesTwoVisits() {
    assertThat(starts(page(1, NOON), page(2, NOON + GAP + 1)))
        .containsExactly(NOON, NOON + GAP + 1);
  }

  @Test
  void onlyTheGapBetweenNeighboursEndsAVisitNotItsLength() {
    Beacon[] day =
        IntStream.range(0, 100).mapToObj(i -> page(i, NOON + i * GAP)).toArray(Beacon[]::new);
    List<Visit> visits = visits(day);
    assertThat(visits).hasSize(1);
    assertThat(visits.get(0).size()).isEqualTo(100);
    assertThat(visits.get(0).end()).isEqualTo(NOON + 99 * GAP);
  }

  @Test
  void midnightEndsNoVisit() {
    long midnight = Instant.parse("2026-11-21T00:00:00Z").toEpochMilli();
    long midnightHere = Instant.parse("2026-11-20T10:15:00Z").toEpochMilli();
    for (long edge : new long[] {midnight, midnightHere}) {
      assertThat(starts(page(1, edge - 1), page(2, edge), page(3, edge + 1)))
          .containsExactly(edge - 1);
    }
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    assertThat(starts(page(3, NOON + 2 * GAP), page(1, NOON), page(2, NOON + GAP)))
        .containsExactly(NOON);
  }

  @Test
  void aLateBeaconJoinsTwoVisits() {
    SessionState two = state(page(1, NOON), page(2, NOON + 70 * MINUTE));
    assertThat(visitsOf(two)).hasSize(2);
    BeaconRecord late = arrived(page(3, NOON + 35 * MINUTE), NOON + 100 * MINUTE);

    List<Visit> visits = visitsOf(merger.merge(two, List.of(late)).merged());

    assertThat(visits).hasSize(1);
    assertThat(visits.get(0).start()).isEqualTo(NOON);
    assertThat(visits.get(0).end()).isEqualTo(NOON + 70 * MINUTE);
  }

  @Test
  void aLateBeaconMovesTheStartOfAVisit() {
    SessionState one = state(page(1, NOON));
    BeaconRecord late = arrived(page(2, NOON - GAP), NOON + MINUTE);

    List<Visit> visits = visitsOf(merger.merge(one, List.of(late)).merged());

    assertThat(visits).extracting(Visit::start).containsExactly(NOON - GAP);
  }

  @Test
  void theVisitorOfAVisitIsItsFirstBeacons() {
    List<Visit> visits =
        visits(
            page(1, NOON, "first"),
            page(2, NOON + 1, "second"),
            page(3, NOON + 2 * GAP, "second"),
            page(4, NOON + 2 * GAP + 1, "first"));
    assertThat(visits).extracting(Visit::visitorId).containsExactly("first", "second");
  }

  @Test
  void anEarlierBeaconThatComesLateChangesTheVisitor() {
    SessionState known = state(page(1, NOON, "later"));
    BeaconRecord late = arrived(page(2, NOON - 1, "earlier"), NOON + MINUTE);
    assertThat(visitsOf(merger.merge(known, List.of(late)).merged()))
        .extracting(Visit::visitorId)
        .containsExactly("earlier");
  }

  @Test
  void ofOneMillisecondTheBeaconOfTheLowerUnsignedIdentityComesFirst() {
    Visit visit = visits(page(-1, NOON, "highest"), page(Long.MAX_VALUE, NOON, "lower")).get(0);
    assertThat(visit.visitorId()).isEqualTo("lower");
    assertThat(visit.beacon(0).id()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void ofSeveralBeaconsOfOneIdentityTheEarliestStands() {
    Visit visit = visits(page(1, NOON + 2), page(1, NOON), page(1, NOON + 1)).get(0);
    assertThat(visit.size()).isEqualTo(1);
    assertThat(visit.start()).isEqualTo(NOON);
  }

  @Test
  void ofTheSameTimestampTheOneOfTheLowestFactsStands() {
    Visit visit = visits(page(1, NOON, "w"), page(1, NOON, "v"), page(1, NOON, "x")).get(0);
    assertThat(visit.visitorId()).isEqualTo("v");
  }

  @Test
  void anEarlierCopyCanMoveABeaconIntoAnotherVisit() {
    long later = NOON + 2 * GAP;
    assertThat(starts(page(1, NOON), page(2, later))).containsExactly(NOON, later);
    assertThat(starts(page(1, NOON), page(2, later), page(2, NOON + 1))).containsExactly(NOON);
  }

  @Test
  void anOrderIdCountsOnceInAVisit() {
    Visit visit =
        visits(order(1, NOON, "o1", 5), order(2, NOON + 1, "o1", 5), order(3, NOON + 2, "o2", 5))
            .get(0);
    assertThat(IntStream.range(0, 3).mapToObj(visit::isStandingOrder))
        .containsExactly(true, false, true);
  }

  @Test
  void anOrderIdOfAnEarlierVisitCountsNowhereInALaterOne() {
    List<Visit> visits = visits(order(1, NOON, "o1", 5), order(2, NOON + 2 * GAP, "o1", 7));
    assertThat(visits).hasSize(2);
    assertThat(visits.get(0).isStandingOrder(0)).isTrue();
    assertThat(visits.get(1).isStandingOrder(0)).isFalse();
  }

  @Test
  void ofOrdersInOneMillisecondTheLowerUnsignedIdentityStands() {
    Visit visit = visits(order(-1, NOON, "o1", 5), order(7, NOON, "o1", 9)).get(0);
    assertThat(visit.isStandingOrder(0)).isTrue();
    assertThat(visit.beacon(0).order().revenue()).isEqualTo(9);
    assertThat(visit.isStandingOrder(1)).isFalse();
  }

  @Test
  void whatIsNoOrderIsNoStandingOrder() {
    assertThat(visits(page(1, NOON)).get(0).isStandingOrder(0)).isFalse();
  }

  private List<Long> starts(Beacon... beacons) {
    return visits(beacons).stream().map(Visit::start).toList();
  }

  private List<Visit> visits(Beacon... beacons) {
    return visitsOf(state(beacons));
  }

  private SessionState state(Beacon... beacons) {
    List<BeaconRecord> records = Arrays.stream(beacons).map(Records::inTime).toList();
    return merger.merge(SessionState.EMPTY, records).merged();
  }

  private static List<Visit> visitsOf(SessionState state) {
    assertThat(state.pieces()).hasSize(1);
    return Visit.of(state.pieces().get(0), RULES);
  }
}
