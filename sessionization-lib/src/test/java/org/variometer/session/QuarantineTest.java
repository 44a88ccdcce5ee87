package org.variometer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.session.Records.GAP;
import static org.variometer.session.Records.NOON;
import static org.variometer.session.Records.arrived;
import static org.variometer.session.Records.inTime;
import static org.variometer.session.Records.page;
import static org.variometer.session.Records.pages;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.BeaconRecord;

/** Quarantine (spec §2): a session of too many distinct beacons counts nowhere. */
class QuarantineTest {
  private static final int CAP = 5;
  private static final SessionRules RULES = SessionRules.stream(CAP);
  private final SessionMerger merger = new SessionMerger(RULES);

  @Test
  void theCapItselfIsAllowed() {
    assertThat(only(merged(pages(CAP))).isQuarantined()).isFalse();
    assertThat(only(merged(pages(CAP))).size()).isEqualTo(CAP);
  }

  @Test
  void oneBeaconMoreIsQuarantine() {
    Piece piece = only(merged(pages(CAP + 1)));
    assertThat(piece.isQuarantined()).isTrue();
    assertThat(piece.records()).isEqualTo(CAP + 1);
    assertThat(piece.size()).isZero();
    assertThat(Visit.of(piece, RULES)).isEmpty();
  }

  @Test
  void beaconsAreCountedAndNotRecords() {
    List<BeaconRecord> records = new ArrayList<>(pages(CAP));
    for (int i = 0; i < 3; i++) {
      records.addAll(pages(CAP));
    }
    Piece piece = only(merged(records));
    assertThat(piece.isQuarantined()).isFalse();
    assertThat(piece.records()).isEqualTo(4 * CAP);
  }

  @Test
  void theBeaconTooMuchMayComeInALaterMerge() {
    SessionState full = merged(pages(CAP));
    SessionState over = merger.merge(full, List.of(inTime(page(99, NOON)))).merged();
    assertThat(only(over).isQuarantined()).isTrue();
    assertThat(only(over).records()).isEqualTo(CAP + 1);
  }

  @Test
  void theMarkerGoesOnCountingRecordsOfAnyKind() {
    SessionState marker = merged(pages(CAP + 1));
    SessionState later =
        merger
            .merge(marker, List.of(inTime(page(1, NOON)), arrived(page(77, NOON), NOON + GAP)))
            .merged();
    assertThat(only(later).isQuarantined()).isTrue();
    assertThat(only(later).records()).isEqualTo(CAP + 3);
    assertThat(only(later).lastArrival()).isEqualTo(NOON + GAP);
  }

  @Test
  void aPieceThatIsJoinedWithAQuarantinedOneIsQuarantinedAsWell() {
    long later = NOON + 2 * GAP;
    SessionState marker = merged(pages(CAP + 1));
    SessionState two = merger.merge(marker, List.of(inTime(page(90, later)))).merged();
    assertThat(two.pieces()).extracting(Piece::isQuarantined).containsExactly(true, false);

    SessionState joined = merger.merge(two, List.of(inTime(page(91, NOON + GAP)))).merged();

    assertThat(only(joined).isQuarantined()).isTrue();
    assertThat(only(joined).records()).isEqualTo(CAP + 3);
    assertThat(only(joined).lastArrival()).isEqualTo(later);
  }

  @Test
  void twoPiecesBelowTheCapCanBeTooMuchTogether() {
    List<BeaconRecord> records = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      records.add(inTime(page(i, NOON + i)));
      records.add(inTime(page(10 + i, NOON + 2 * GAP + i)));
    }
    SessionState two = merged(records);
    assertThat(two.pieces()).extracting(Piece::isQuarantined).containsExactly(false, false);

    SessionState joined =
        merger.merge(two, List.of(arrived(page(0, NOON), NOON + GAP + 1))).merged();

    assertThat(only(joined).isQuarantined()).isTrue();
    assertThat(only(joined).records()).isEqualTo(7);
  }

  @Test
  void aQuarantinedPieceLeavesOthersAlone() {
    List<BeaconRecord> records = new ArrayList<>(pages(CAP + 1));
    records.add(inTime(page(50, NOON + 3 * GAP)));
    assertThat(merged(records).pieces())
        .extracting(Piece::isQuarantined)
        .containsExactly(true, false);
  }

  @Test
  void theMarkerTakesAFewBytesWhateverTheSession() {
    assertThat(new SessionCodec().encode(merged(pages(5000)))).hasSizeLessThan(20);
  }

  private SessionState merged(List<BeaconRecord> records) {
    return merger.merge(SessionState.EMPTY, records).merged();
  }

  private static Piece only(SessionState state) {
    assertThat(state.pieces()).hasSize(1);
    return state.pieces().get(0);
  }
}
