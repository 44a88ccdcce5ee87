package org.variometer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.variometer.beacon.BeaconRecord;

/** The state of a session is a function of the set of its records, to the byte. */
class MergeProperties {
  private final SessionCodec codec = new SessionCodec();

  @Property
  void anyOrderGivesTheSameState(
      @ForAll("sessions") List<List<BeaconRecord>> sessions,
      @ForAll("rules") SessionRules rules,
      @ForAll long seed) {
    for (List<BeaconRecord> session : sessions) {
      List<BeaconRecord> shuffled = new ArrayList<>(session);
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(bytes(atOnce(shuffled, rules))).isEqualTo(bytes(atOnce(session, rules)));
    }
  }

  @Property
  void anyDivisionIntoMergesGivesTheSameState(
      @ForAll("sessions") List<List<BeaconRecord>> sessions,
      @ForAll("rules") SessionRules rules,
      @ForAll long seed) {
    SessionMerger merger = new SessionMerger(rules);
    for (List<BeaconRecord> session : sessions) {
      SessionState state = SessionState.EMPTY;
      for (List<BeaconRecord> part : Traffic.cut(session, new Random(seed))) {
        state = merger.merge(state, part).merged();
      }
      assertThat(bytes(state)).isEqualTo(bytes(atOnce(session, rules)));
    }
  }

  @Property
  void recordsThatComeAgainChangeNothingButTheirNumber(
      @ForAll("sessions") List<List<BeaconRecord>> sessions, @ForAll("rules") SessionRules rules) {
    for (List<BeaconRecord> session : sessions) {
      SessionState once = atOnce(session, rules);
      SessionState twice = new SessionMerger(rules).merge(once, session).merged();
      assertThat(twice.pieces()).hasSameSizeAs(once.pieces());
      for (int i = 0; i < once.pieces().size(); i++) {
        Piece before = once.pieces().get(i);
        Piece after = twice.pieces().get(i);
        assertThat(after.records()).isEqualTo(2 * before.records());
        assertThat(after.beacons()).isEqualTo(before.beacons());
        assertThat(after.firstArrival()).isEqualTo(before.firstArrival());
        assertThat(after.lastArrival()).isEqualTo(before.lastArrival());
      }
    }
  }

  @Property
  void piecesAreInOrderFurtherApartThanTheCutAndHoldAllRecords(
      @ForAll("sessions") List<List<BeaconRecord>> sessions, @ForAll("rules") SessionRules rules) {
    for (List<BeaconRecord> session : sessions) {
      List<Piece> pieces = atOnce(session, rules).pieces();
      assertThat(pieces.stream().mapToLong(Piece::records).sum()).isEqualTo(session.size());
      for (int i = 1; i < pieces.size(); i++) {
        assertThat(pieces.get(i).firstArrival() - pieces.get(i - 1).lastArrival())
            .isGreaterThan(rules.cut());
      }
      for (Piece piece : pieces) {
        assertThat(piece.size()).isLessThanOrEqualTo(rules.maxBeacons());
        assertThat(piece.beacons()).isSorted();
      }
    }
  }

  @Provide
  Arbitrary<List<List<BeaconRecord>>> sessions() {
    return Traffic.sessions();
  }

  @Provide
  Arbitrary<SessionRules> rules() {
    return Arbitraries.of(
        SessionRules.batch(5000),
        SessionRules.stream(5000),
        SessionRules.batch(3),
        SessionRules.stream(3));
  }

  private static SessionState atOnce(List<BeaconRecord> records, SessionRules rules) {
    return new SessionMerger(rules).merge(SessionState.EMPTY, records).merged();
  }

  private byte[] bytes(SessionState state) {
    return codec.encode(state);
  }
}
