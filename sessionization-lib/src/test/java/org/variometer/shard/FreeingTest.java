package org.variometer.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.session.Records.GAP;
import static org.variometer.session.Records.MINUTE;
import static org.variometer.session.Records.NOON;
import static org.variometer.session.Records.page;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.SessionKey;
import org.variometer.metric.MetricCatalog;
import org.variometer.session.SessionCounts;
import org.variometer.session.SessionRules;

/** A piece is held until the log has passed its last arrival by 40 minutes (spec §2). */
class FreeingTest {
  private static final SessionRules RULES = SessionRules.stream(5);
  private static final long HELD = GAP + SessionUpdater.ALLOWED_DISORDER;
  private static final SessionKey OURS = new SessionKey("shop", "ours");
  private static final SessionKey OTHER = new SessionKey("shop", "other");

  /** No record can have arrived later. */
  private static final long LATEST = NOON + 100 * HELD;

  private final SessionUpdater updater = new SessionUpdater(RULES, new MetricCatalog(List.of()));
  private SessionShard shard = SessionShard.EMPTY;
  private long nextId = 1;
  private final long[] offsets = new long[3];

  @Test
  void aPieceIsHeldWhileTheLogHasNotPassedItsLastArrivalBy40Minutes() {
    read(0, at(OURS, NOON));
    read(0, at(OTHER, NOON + HELD - 1));
    assertThat(read(0, at(OURS, NOON + GAP))).isEqualTo(new Step(2, 0, 0));
  }

  @Test
  void aPieceIsGoneOnceTheLogHasPassedItsLastArrivalBy40Minutes() {
    read(0, at(OURS, NOON));
    read(0, at(OTHER, NOON + HELD + 1));
    assertThat(read(0, at(OURS, NOON + GAP))).isEqualTo(new Step(2, 1, 1));
  }

  @Test
  void aRecordWithinTheAllowedDisorderStillJoins() {
    read(0, at(OURS, NOON));
    read(0, at(OTHER, NOON + GAP + SessionUpdater.ALLOWED_DISORDER));
    Step step = read(0, at(OURS, NOON + GAP));
    assertThat(step.sessions()).isZero();
    assertThat(shard.lastYield().counts().sessions().used()).isEqualTo(1);
  }

  @Test
  void whatTheMicroBatchInHandPassesIsStillJoinedWithinIt() {
    read(0, at(OURS, NOON));
    Step step = read(0, at(OTHER, NOON + HELD), at(OURS, NOON + GAP));
    assertThat(step).isEqualTo(new Step(2, 1, 0));
  }

  @Test
  void itsOwnLaterArrivalsHoldAPieceLonger() {
    read(0, at(OURS, NOON));
    read(0, at(OURS, NOON + GAP));
    read(0, at(OTHER, NOON + GAP + HELD));
    assertThat(read(0, at(OURS, NOON + 2 * GAP)).sessions()).isZero();
  }

  @Test
  void duplicatesHoldAPieceToo() {
    Beacon beacon = page(99, NOON);
    read(0, arrived(OURS, beacon, NOON));
    read(0, arrived(OURS, beacon, NOON + GAP));
    read(0, at(OTHER, NOON + GAP + HELD));
    assertThat(read(0, at(OURS, NOON + 2 * GAP)).sessions()).isZero();
  }

  @Test
  void onlyPassedPiecesOfASessionAreFreedOnTouch() {
    read(0, at(OURS, NOON));
    read(0, at(OURS, NOON + GAP + 1));
    read(0, at(OTHER, NOON + HELD + 1));
    Step step = read(0, at(OURS, NOON + 2 * GAP + 1));
    assertThat(step).isEqualTo(new Step(2, 0, 1));
    assertThat(shard.lastYield().counts().sessions().used()).isEqualTo(1);
  }

  @Test
  void aSessionThatNobodyTouchesIsFreedWhenTheLogsMinuteGoesOn() {
    read(0, at(OURS, NOON));
    assertThat(read(0, at(OTHER, NOON + HELD + MINUTE - 1))).isEqualTo(new Step(2, 1, 0));
    assertThat(read(0, at(OTHER, NOON + HELD + MINUTE))).isEqualTo(new Step(1, 0, 1));
  }

  @Test
  void freedPiecesAreCountedOnceEach() {
    read(0, at(OURS, NOON));
    read(0, at(OURS, NOON + GAP + 1));
    read(0, at(OURS, NOON + 2 * GAP + 2));
    assertThat(shard.size()).isEqualTo(1);
    assertThat(read(0, at(OTHER, NOON + 2 * GAP + 2 + HELD + MINUTE)).freed()).isEqualTo(3);
    assertThat(shard.size()).isEqualTo(1);
  }

  @Test
  void whatIsFreedKeepsItsTotals() {
    read(0, at(OURS, NOON));
    read(0, at(OTHER, NOON + 2 * HELD));
    assertThat(Shown.totals(shard.lastYield().totals()))
        .isNotEmpty()
        .allSatisfy((cell, sum) -> assertThat(sum).isPositive());
    assertThat(shard.lastYield().counts().freed()).isEqualTo(1);
  }

  @Test
  void aQuarantinedPieceIsFreedLikeAnyOther() {
    for (int i = 0; i <= RULES.maxBeacons(); i++) {
      read(0, at(OURS, NOON));
    }
    assertThat(shard.lastYield().counts().sessions().quarantined())
        .isEqualTo(RULES.maxBeacons() + 1);
    assertThat(read(0, at(OTHER, NOON + HELD + MINUTE))).isEqualTo(new Step(1, 1, 1));
    assertThat(read(0, at(OURS, NOON + GAP + 1)).sessions()).isEqualTo(1);
  }

  @Test
  void ofSeveralPartitionsALaggingOneHoldsTheState() {
    read(0, at(OURS, NOON));
    readBoth(at(OTHER, NOON + 3 * HELD), at(OTHER, NOON + HELD - 1));
    assertThat(shard.size()).isEqualTo(2);
    assertThat(read(1, at(OURS, NOON + GAP)).sessions()).isZero();
  }

  @Test
  void aPartitionReadToItsEndHoldsNothing() {
    readBoth(at(OURS, NOON), at(OTHER, NOON));
    assertThat(read(0, at(OTHER, NOON + HELD + MINUTE)).held()).isEqualTo(1);
  }

  @Test
  void aRecordFromTheFutureDoesNotFreeWhatTheLogHasNotPassed() {
    read(0, at(OURS, LATEST), at(OTHER, 4_102_444_800_000L));
    assertThat(shard.progress().passed()).isEqualTo(LATEST);
    assertThat(read(0, at(OURS, LATEST + 1)).sessions()).isZero();
    assertThat(shard.progress().passed()).isEqualTo(LATEST);
  }

  @Test
  void whereNothingComesNothingChanges() {
    read(0, at(OURS, NOON));
    SessionShard quiet = updater.update(shard, List.of());
    assertThat(quiet).isNotSameAs(shard);
    assertThat(quiet.lastYield()).isNull();
    assertThat(updater.update(quiet, List.of())).isSameAs(quiet);
    assertThat(updater.update(SessionShard.EMPTY, List.of())).isSameAs(SessionShard.EMPTY);
  }

  @Test
  void aRepeatedMicroBatchYieldsTheSameAlthoughItFrees() {
    read(0, at(OURS, NOON));
    SessionShard prior = shard;
    List<Packet> packets = packets(0, at(OTHER, NOON + HELD + MINUTE));
    List<String> once = Shown.shard(updater.update(prior, packets));
    assertThat(Shown.shard(updater.update(prior, packets))).isEqualTo(once);
    assertThat(prior.size()).isEqualTo(1);
  }

  /**
   * What a micro-batch did.
   *
   * @param held sessions held after it
   * @param sessions pieces that there are more
   * @param freed pieces freed
   */
  private record Step(int held, long sessions, long freed) {}

  private Step read(int partition, BeaconRecord... records) {
    return step(packets(partition, records));
  }

  /** Reads partitions 0 and 1 in one micro-batch. */
  private Step readBoth(BeaconRecord first, BeaconRecord second) {
    List<Packet> packets = new ArrayList<>(packets(0, first));
    packets.addAll(packets(1, second));
    return step(packets);
  }

  private Step step(List<Packet> packets) {
    shard = updater.update(shard, packets);
    RunCounts counts = shard.lastYield().counts();
    SessionCounts sessions = counts.sessions();
    return new Step(shard.size(), sessions.sessions(), counts.freed());
  }

  private List<Packet> packets(int partition, BeaconRecord... records) {
    PacketBuilder builder = new PacketBuilder(LATEST, 1);
    List.of(records).forEach(builder::add);
    offsets[partition] += records.length;
    return builder.build(partition, offsets[partition]);
  }

  /** A page view of its own, arrived when it happened. */
  private BeaconRecord at(SessionKey key, long arrival) {
    return arrived(key, page(nextId++, arrival), arrival);
  }

  private static BeaconRecord arrived(SessionKey key, Beacon beacon, long arrival) {
    return new BeaconRecord(key, arrival, beacon, 0);
  }
}
