package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.session.Records.GAP;
import static org.variometer.session.Records.MINUTE;
import static org.variometer.session.Records.NOON;
import static org.variometer.session.Records.arrived;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconType;
import org.variometer.beacon.Mention;
import org.variometer.beacon.Performance;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/** Whom beacons show when they arrive: attributed as the session is known with them (spec §4). */
class SightingsTest {
  private static final SessionRules RULES = SessionRules.stream(4);
  private static final String ALL = "__all__/__all__/all";

  private final SessionMerger merger = new SessionMerger(RULES);
  private SessionState known = SessionState.EMPTY;

  @Test
  void aBeaconShowsItsVisitorUnderAllVisits() {
    assertThat(arrive(plain(1, NOON, "v"))).containsExactly("v [" + ALL + "] []");
  }

  @Test
  void aBeaconAtEntryShowsItsVisitorUnderTheVariant() {
    arrive(assigned(2, NOON, "v", "a"));
    assertThat(arrive(plain(1, NOON, "v"))).containsExactly("v [" + ALL + ", e/a/assigned] []");
  }

  @Test
  void aBeaconAMillisecondBeforeEntryShowsItsVisitorUnderAllVisitsAlone() {
    arrive(assigned(2, NOON, "v", "a"));
    assertThat(arrive(plain(1, NOON - 1, "v"))).containsExactly("v [" + ALL + "] []");
  }

  @Test
  void theBeaconThatAssignsShowsTheVariantToo() {
    assertThat(arrive(assigned(1, NOON, "v", "a")))
        .containsExactly("v [" + ALL + ", e/a/assigned] [e/a/assigned]");
  }

  @Test
  void whatArrivedBeforeTheAssignmentIsNotShownAgain() {
    arrive(plain(1, NOON + 5, "v"));
    // Assigned before the page view, known after it: what was seen then stays as it was.
    assertThat(arrive(assigned(2, NOON, "v", "a")))
        .containsExactly("v [" + ALL + ", e/a/assigned] [e/a/assigned]");
    assertThat(arrive(plain(3, NOON + 6, "v"))).containsExactly("v [" + ALL + ", e/a/assigned] []");
  }

  @Test
  void whoIsQualifiedLaterIsShownAsQualifiedFromThenOn() {
    arrive(assigned(1, NOON, "v", "a"));
    assertThat(arrive(qualified(2, NOON + 10, "v", "a")))
        .containsExactly("v [" + ALL + ", e/a/assigned, e/a/qualified] [e/a/assigned]");
    assertThat(arrive(plain(3, NOON + 9, "v"))).containsExactly("v [" + ALL + ", e/a/assigned] []");
    assertThat(arrive(plain(4, NOON + 10, "v")))
        .containsExactly("v [" + ALL + ", e/a/assigned, e/a/qualified] []");
  }

  @Test
  void qualifiedWithoutAssignmentImpliesIt() {
    assertThat(arrive(qualified(1, NOON, "v", "a")))
        .containsExactly("v [" + ALL + ", e/a/assigned, e/a/qualified] [e/a/assigned]");
  }

  @Test
  void whoIsInASecondVariantIsShownInNeither() {
    arrive(assigned(1, NOON, "v", "a"));
    assertThat(arrive(assigned(2, NOON + 1, "v", "b")))
        .containsExactly("v [" + ALL + ", e/__multiple__/assigned] [e/b/assigned]");
  }

  @Test
  void aDuplicateWithAHigherTimestampShowsNobody() {
    arrive(plain(1, NOON, "v"));
    assertThat(arrive(plain(1, NOON + 1, "v"))).isEmpty();
  }

  @Test
  void aDuplicateThatShowsNobodyDoesNotHideWhatCameWithIt() {
    arrive(plain(1, NOON, "v"));
    assertThat(arrive(plain(1, NOON + 1, "v"), assigned(2, NOON + 2, "v", "a")))
        .containsExactly("v [" + ALL + ", e/a/assigned] [e/a/assigned]");
  }

  @Test
  void aDuplicateThatStandsInsteadShowsItsVisitor() {
    arrive(plain(1, NOON, "v"));
    assertThat(arrive(plain(1, NOON - 1, "w"))).containsExactly("w [" + ALL + "] []");
  }

  @Test
  void aDuplicateThatDoesNotStandIsShownByWhatStands() {
    arrive(assigned(1, NOON, "v", "a"));
    // Of one identity and timestamp: the state can't tell which of them arrived.
    assertThat(arrive(assigned(1, NOON, "w", "b")))
        .containsExactly("v [" + ALL + ", e/a/assigned] [e/a/assigned]");
  }

  @Test
  void theVisitorIsTheVisitsFirstBeacons() {
    arrive(plain(1, NOON, "v"));
    assertThat(arrive(plain(2, NOON + 1, "w"))).containsExactly("v [" + ALL + "] []");
    assertThat(arrive(plain(3, NOON - 1, "u"))).containsExactly("u [" + ALL + "] []");
  }

  @Test
  void eachVisitOfAPieceShowsItsOwn() {
    assertThat(
            arriveAt(
                NOON + 2 * GAP,
                plain(1, NOON, "v"),
                assigned(2, NOON + GAP + 1, "w", "a"),
                plain(3, NOON + GAP + 2, "x")))
        .containsExactly("v [" + ALL + "] []", "w [" + ALL + ", e/a/assigned] [e/a/assigned]");
  }

  @Test
  void exactly35MinutesAreOneVisit() {
    assertThat(arriveAt(NOON + 2 * GAP, plain(1, NOON, "v"), plain(2, NOON + GAP, "w")))
        .containsExactly("v [" + ALL + "] []");
  }

  @Test
  void onlyVisitsWithNewsAreShown() {
    arriveAt(NOON + 2 * GAP, plain(1, NOON, "v"));
    assertThat(arriveAt(NOON + 2 * GAP, plain(2, NOON + GAP + 1, "w")))
        .containsExactly("w [" + ALL + "] []");
  }

  @Test
  void anotherPieceIsAnotherSession() {
    arriveAt(NOON, assigned(1, NOON, "v", "a"));
    assertThat(arriveAt(NOON + GAP + 1, plain(2, NOON + 1, "w")))
        .containsExactly("w [" + ALL + "] []");
  }

  @Test
  void aQuarantinedPieceShowsNobody() {
    for (int id = 1; id <= RULES.maxBeacons(); id++) {
      assertThat(arrive(plain(id, NOON + id, "v"))).hasSize(1);
    }
    assertThat(arrive(plain(99, NOON + 99, "v"))).isEmpty();
    assertThat(arrive(plain(1, NOON + 1, "v"))).isEmpty();
  }

  @Test
  void eachMinuteOfArrivalIsASightingInAnyOrderOfRecords() {
    List<BeaconRecord> records =
        List.of(
            arrived(plain(3, NOON, "v"), NOON + MINUTE),
            arrived(assigned(2, NOON, "v", "a"), NOON + MINUTE - 1),
            arrived(plain(1, NOON, "v"), NOON));
    List<String> seen = new ArrayList<>();
    new Sightings(RULES)
        .add(
            "shop",
            merger.merge(SessionState.EMPTY, records).merged(),
            records,
            (visitor, minute, keys, variants) ->
                seen.add(minute - NOON / MINUTE + " " + shown(variants)));
    assertThat(seen).containsExactly("0 [e/a/assigned]", "1 []");
  }

  @Test
  void theSightingIsInTheMinuteOfArrivalAndOnTheSessionsSite() {
    List<String> seen = new ArrayList<>();
    List<BeaconRecord> records = List.of(arrived(plain(1, NOON, "v"), 77 * MINUTE + 59_999));
    new Sightings(RULES)
        .add(
            "shop",
            merger.merge(SessionState.EMPTY, records).merged(),
            records,
            (visitor, minute, keys, variants) -> seen.add(visitor + minute + keys.get(0).site()));
    assertThat(seen).containsExactly("v77shop");
  }

  /** Lets the beacons arrive at noon. */
  private List<String> arrive(Beacon... beacons) {
    return arriveAt(NOON, beacons);
  }

  private List<String> arriveAt(long arrival, Beacon... beacons) {
    List<BeaconRecord> news = Stream.of(beacons).map(beacon -> arrived(beacon, arrival)).toList();
    known = merger.merge(known, news).merged();
    List<String> seen = new ArrayList<>();
    new Sightings(RULES)
        .add(
            "shop",
            known,
            news,
            (visitor, minute, keys, variants) ->
                seen.add(visitor + " " + shown(keys) + " " + shown(variants)));
    return seen;
  }

  private static List<String> shown(List<MetricKey> keys) {
    return keys.stream()
        .map(key -> key.experiment() + "/" + key.variant() + "/" + key.population().tag())
        .toList();
  }

  private static Beacon plain(long id, long timestamp, String visitor) {
    return beacon(id, timestamp, visitor, List.of(), List.of());
  }

  private static Beacon assigned(long id, long timestamp, String visitor, String variant) {
    return beacon(id, timestamp, visitor, List.of(new Mention("e", variant)), List.of());
  }

  private static Beacon qualified(long id, long timestamp, String visitor, String variant) {
    return beacon(id, timestamp, visitor, List.of(), List.of(new Mention("e", variant)));
  }

  private static Beacon beacon(
      long id, long timestamp, String visitor, List<Mention> assigned, List<Mention> qualified) {
    return new Beacon(
        id,
        timestamp,
        BeaconType.PAGE_VIEW,
        visitor,
        assigned,
        qualified,
        null,
        null,
        Performance.NONE);
  }
}
