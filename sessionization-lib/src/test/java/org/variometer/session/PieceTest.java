package org.variometer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.session.Records.GAP;
import static org.variometer.session.Records.NOON;
import static org.variometer.session.Records.arrived;
import static org.variometer.session.Records.inTime;
import static org.variometer.session.Records.page;
import static org.variometer.session.Records.pages;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.BeaconRecord;

/** Pieces (spec §2): a session's records, duplicates included, cut by gaps between arrivals. */
class PieceTest {
  private static final long MEMORY = Duration.parse("PT72H40M").toMillis();

  private final SessionMerger stream = new SessionMerger(SessionRules.stream(5000));
  private final SessionMerger batch = new SessionMerger(SessionRules.batch(5000));

  @Test
  void theStreamKeepsArrivals35MinutesApartTogether() {
    SessionState state = of(stream, inTime(page(1, NOON)), inTime(page(2, NOON + GAP)));
    assertThat(state.pieces()).hasSize(1);
    assertThat(state.pieces().get(0).firstArrival()).isEqualTo(NOON);
    assertThat(state.pieces().get(0).lastArrival()).isEqualTo(NOON + GAP);
  }

  @Test
  void theStreamCutsArrivalsOneMillisecondFurtherApart() {
    SessionState state = of(stream, inTime(page(1, NOON)), inTime(page(2, NOON + GAP + 1)));
    assertThat(state.pieces())
        .extracting(Piece::firstArrival)
        .containsExactly(NOON, NOON + GAP + 1);
  }

  @Test
  void theBatchKeepsArrivals72HoursAnd40MinutesApartTogether() {
    assertThat(of(batch, inTime(page(1, NOON)), arrived(page(2, NOON), NOON + MEMORY)).pieces())
        .hasSize(1);
  }

  @Test
  void theBatchCutsArrivalsOneMillisecondFurtherApart() {
    assertThat(of(batch, inTime(page(1, NOON)), arrived(page(2, NOON), NOON + MEMORY + 1)).pieces())
        .hasSize(2);
  }

  @Test
  void arrivalCutsAndNotTheTimestamp() {
    BeaconRecord sameTime = arrived(page(2, NOON), NOON + GAP + 1);
    assertThat(of(stream, inTime(page(1, NOON)), sameTime).pieces()).hasSize(2);
    BeaconRecord farTime = arrived(page(2, NOON - 100 * GAP), NOON);
    assertThat(of(stream, inTime(page(1, NOON)), farTime).pieces()).hasSize(1);
  }

  @Test
  void theSameArrivalIsNoGap() {
    assertThat(of(stream, inTime(page(1, NOON)), arrived(page(2, NOON + 1), NOON)).pieces())
        .hasSize(1);
  }

  @Test
  void anArrivalOutOfOrderBridgesTwoPieces() {
    SessionState two = of(stream, inTime(page(1, NOON)), inTime(page(2, NOON + 2 * GAP)));
    assertThat(two.pieces()).hasSize(2);

    SessionState one = stream.merge(two, List.of(inTime(page(3, NOON + GAP)))).merged();

    assertThat(one.pieces()).hasSize(1);
    assertThat(one.pieces().get(0).size()).isEqualTo(3);
    assertThat(one.pieces().get(0).records()).isEqualTo(3);
  }

  @Test
  void anArrivalThatReachesOneSideOnlyExtendsThatPiece() {
    SessionState two = of(stream, inTime(page(1, NOON)), inTime(page(2, NOON + 2 * GAP)));

    SessionState still = stream.merge(two, List.of(inTime(page(3, NOON + GAP - 1)))).merged();

    assertThat(still.pieces())
        .extracting(Piece::lastArrival)
        .containsExactly(
            NOON + GAP - 1, //
            NOON + 2 * GAP);
    assertThat(still.pieces()).extracting(Piece::size).containsExactly(2, 1);
  }

  @Test
  void aDuplicateBridgesTwoPiecesThoughItDoesNotStand() {
    SessionState two = of(stream, inTime(page(1, NOON)), inTime(page(2, NOON + 2 * GAP)));

    SessionState one = stream.merge(two, List.of(arrived(page(1, NOON), NOON + GAP))).merged();

    assertThat(one.pieces()).hasSize(1);
    assertThat(one.pieces().get(0).size()).isEqualTo(2);
    assertThat(one.pieces().get(0).records()).isEqualTo(3);
  }

  @Test
  void aDuplicateInAPieceOfItsOwnStandsThere() {
    SessionState state = of(stream, inTime(page(1, NOON)), arrived(page(1, NOON), NOON + GAP + 1));
    assertThat(state.pieces()).extracting(Piece::size).containsExactly(1, 1);
  }

  @Test
  void aDuplicateOfOneIdentityInTwoPiecesStandsOnceWhenTheyAreJoined() {
    SessionState apart =
        of(stream, arrived(page(1, NOON + 5), NOON), arrived(page(1, NOON), NOON + 2 * GAP));

    SessionState joined = stream.merge(apart, List.of(inTime(page(2, NOON + GAP)))).merged();

    Piece piece = joined.pieces().get(0);
    assertThat(piece.size()).isEqualTo(2);
    assertThat(piece.beacon(0).timestamp()).isEqualTo(NOON);
  }

  @Test
  void anEarlierArrivalMovesTheBeginOfAPiece() {
    SessionState known = of(stream, inTime(page(1, NOON)));
    SessionState moved = stream.merge(known, List.of(inTime(page(2, NOON - GAP)))).merged();
    assertThat(moved.pieces()).extracting(Piece::firstArrival).containsExactly(NOON - GAP);
  }

  @Test
  void aNewPieceCanComeBeforeBetweenAndBehindKnownOnes() {
    SessionState known = of(stream, inTime(page(1, NOON)), inTime(page(2, NOON + 9 * GAP)));
    SessionState more =
        stream
            .merge(
                known,
                List.of(
                    inTime(page(5, NOON + 20 * GAP)),
                    inTime(page(3, NOON - 5 * GAP)),
                    inTime(page(4, NOON + 5 * GAP))))
            .merged();
    assertThat(more.pieces())
        .extracting(piece -> piece.beacon(0).id())
        .containsExactly(3L, 1L, 4L, 2L, 5L);
  }

  @Test
  void aMergeLeavesTheStateBeforeUntouched() {
    SessionCodec codec = new SessionCodec();
    SessionState prior = of(stream, pages(50).toArray(new BeaconRecord[0]));
    byte[] before = codec.encode(prior);

    Merge merge = stream.merge(prior, List.of(inTime(page(99, NOON)), inTime(page(1, NOON - 1))));

    assertThat(merge.previous()).isSameAs(prior);
    assertThat(codec.encode(prior)).isEqualTo(before);
    assertThat(merge.merged().pieces().get(0).size()).isEqualTo(51);
  }

  @Test
  void piecesThatStayAreTheSameObjectsBeforeAndAfter() {
    SessionState prior = of(stream, inTime(page(1, NOON)), inTime(page(2, NOON + 2 * GAP)));

    Merge merge = stream.merge(prior, List.of(inTime(page(3, NOON + 2 * GAP + 1))));

    assertThat(merge.merged().pieces().get(0)).isSameAs(prior.pieces().get(0));
    assertThat(merge.merged().pieces().get(1)).isNotSameAs(prior.pieces().get(1));
  }

  @Test
  void mergingNothingChangesNothing() {
    SessionState prior = of(stream, inTime(page(1, NOON)));
    Merge merge = stream.merge(prior, List.of());
    assertThat(merge.merged()).isSameAs(prior);
    assertThat(merge.previous()).isSameAs(prior);
    assertThat(stream.merge(SessionState.EMPTY, List.of()).merged().pieces()).isEmpty();
  }

  @Test
  void aSessionOfThousandsOfBeaconsHoldsEachOnceInOrder() {
    SessionState state = of(batch, pages(5000).toArray(new BeaconRecord[0]));
    SessionState again = batch.merge(state, pages(5000)).merged();

    Piece piece = again.pieces().get(0);
    assertThat(piece.size()).isEqualTo(5000);
    assertThat(piece.records()).isEqualTo(10_000);
    for (int i = 0; i < 5000; i++) {
      assertThat(piece.beacon(i).id()).isEqualTo(i + 1);
    }
  }

  private static SessionState of(SessionMerger merger, BeaconRecord... records) {
    return merger.merge(SessionState.EMPTY, List.of(records)).merged();
  }
}
