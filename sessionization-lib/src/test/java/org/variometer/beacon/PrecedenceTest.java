package org.variometer.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.beacon.RejectReason.BAD_FIELD;
import static org.variometer.beacon.RejectReason.BOT;
import static org.variometer.beacon.RejectReason.CLOCK_AHEAD;
import static org.variometer.beacon.RejectReason.MALFORMED_JSON;
import static org.variometer.beacon.RejectReason.MISSING_FIELD;
import static org.variometer.beacon.RejectReason.OVERSIZED;
import static org.variometer.beacon.RejectReason.TOO_LATE;
import static org.variometer.beacon.RejectReason.UNKNOWN_CURRENCY;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of several reasons the first in the order of spec §1 is given: for every set of reasons. */
class PrecedenceTest {
  private static final long LATE = 259_200_001;
  private static final long AHEAD = -300_001;

  /** Every set of reasons that one record can have: it can't be ahead and late at once. */
  static Stream<Set<RejectReason>> reasons() {
    RejectReason[] all = RejectReason.values();
    return IntStream.range(1, 1 << all.length)
        .mapToObj(
            bits -> {
              Set<RejectReason> set = EnumSet.noneOf(RejectReason.class);
              for (int i = 0; i < all.length; i++) {
                if ((bits >> i & 1) == 1) {
                  set.add(all[i]);
                }
              }
              return set;
            })
        .filter(set -> !set.containsAll(Set.of(CLOCK_AHEAD, TOO_LATE)));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void theFirstThatHoldsIsGiven(Set<RejectReason> flaws) {
    RejectReason first = flaws.iterator().next();

    assertThat(Decoding.DEFAULT.record(record(flaws), arrival(flaws)))
        .isEqualTo(new Rejection(first));
  }

  @Test
  void theOrderIsThatOfTheSpec() {
    assertThat(RejectReason.values())
        .extracting(RejectReason::wireName)
        .containsExactly(
            "oversized",
            "malformed_json",
            "missing_field",
            "bad_field",
            "unknown_currency",
            "clock_ahead",
            "too_late",
            "bot");
  }

  @Test
  void aRecordWithoutFlawsIsAccepted() {
    assertThat(Decoding.DEFAULT.record(record(Set.of()), arrival(Set.of())))
        .isInstanceOf(BeaconRecord.class);
  }

  private static byte[] record(Set<RejectReason> flaws) {
    return Notation.bytes(
        "{$order"
            + (flaws.contains(BOT) ? ",\"bot\":true" : "")
            + ",\"order\":{\"id\":\"o\",\"revenue\":1"
            + (flaws.contains(UNKNOWN_CURRENCY) ? ",\"currency\":\"XXX\"" : "")
            + "}"
            + (flaws.contains(BAD_FIELD) ? ",\"site\":7" : "")
            + (flaws.contains(MISSING_FIELD) ? ",\"visitorId\":\" \"" : "")
            + (flaws.contains(MALFORMED_JSON) ? ",}" : "}")
            + (flaws.contains(OVERSIZED) ? "<< *262144>>" : ""));
  }

  private static long arrival(Set<RejectReason> flaws) {
    return Decoding.T + (flaws.contains(CLOCK_AHEAD) ? AHEAD : flaws.contains(TOO_LATE) ? LATE : 0);
  }
}
