package org.variometer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.variometer.beacon.BeaconRecord;

/** States of sessions, made and compared. */
final class States {
  private States() {}

  /** What the rules make of these records. */
  static SessionState of(SessionRules rules, List<BeaconRecord> records) {
    return new SessionMerger(rules).merge(SessionState.EMPTY, records).merged();
  }

  /** Compares all that a state holds. */
  static void assertSame(SessionState actual, SessionState expected) {
    assertThat(actual.pieces()).hasSameSizeAs(expected.pieces());
    for (int i = 0; i < expected.pieces().size(); i++) {
      Piece piece = actual.pieces().get(i);
      Piece original = expected.pieces().get(i);
      assertThat(piece.firstArrival()).isEqualTo(original.firstArrival());
      assertThat(piece.lastArrival()).isEqualTo(original.lastArrival());
      assertThat(piece.records()).isEqualTo(original.records());
      assertThat(piece.isQuarantined()).isEqualTo(original.isQuarantined());
      assertThat(piece.beacons()).containsExactly(original.beacons());
    }
  }
}
