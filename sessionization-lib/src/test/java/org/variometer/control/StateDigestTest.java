package org.variometer.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Regions are compared up to a common minute of arrival (spec §7). */
class StateDigestTest {
  private static final long MINUTE = 60_000;
  private static final long DISORDER = 5 * MINUTE;
  private static final long ALL = Long.MIN_VALUE;

  private static final Map<Long, Long> HELD = Map.of(10L, 1L, 11L, 2L, 12L, 3L, 14L, 4L);

  @Test
  void whoTookInTheSameIsTheSame() {
    assertThat(differences(digest(30, HELD), digest(30, HELD))).isEmpty();
    assertThat(differences(digest(30, Map.of()), digest(30, Map.of()))).isEmpty();
  }

  @Test
  void aMinuteDiffersThatOneDoesNotHaveAndOneThatHasAnotherSum() {
    Map<Long, Long> other = new TreeMap<>(HELD);
    other.put(11L, 9L);
    other.remove(14L);
    other.put(13L, 1L);
    assertThat(differences(digest(30, other), digest(30, HELD)))
        .containsExactly(
            "took in other records: of those that arrived in 3 minutes, the first of them"
                + " 1970-01-01T00:11:00Z");
    assertThat(differences(digest(30, HELD), digest(30, other))).hasSize(1);
  }

  @Test
  void onlyMinutesCountThatBothHaveCompletely() {
    Map<Long, Long> ahead = new TreeMap<>(HELD);
    ahead.put(14L, 5L);
    // The log has passed minute 19, and five minutes before it may not be complete.
    assertThat(differences(digest(20, ahead), digest(19, HELD))).isEmpty();
    assertThat(differences(digest(20, ahead), digest(20, HELD))).hasSize(1);
    assertThat(differences(digest(19, HELD), digest(20, ahead))).isEmpty();
  }

  @Test
  void theMinuteInWhichOneOfThemBeganDoesNotCount() {
    Map<Long, Long> later = new TreeMap<>(HELD);
    later.remove(10L);
    later.put(11L, 1L);
    assertThat(differences(digest(30, later), digest(30, HELD))).isEmpty();
    later.put(12L, 1L);
    assertThat(differences(digest(30, later), digest(30, HELD))).hasSize(1);
  }

  @Test
  void whoBeganLaterHasToHoldWhatIsNeeded() {
    StateDigest late = new StateDigest(8 * MINUTE, 30 * MINUTE, new TreeMap<>(HELD));
    assertThat(late.differences(digest(30, HELD), 8 * MINUTE, DISORDER)).isEmpty();
    assertThat(late.differences(digest(30, HELD), 8 * MINUTE - 1, DISORDER))
        .containsExactly("has everything only of what arrived from 1970-01-01T00:08:00Z on");
    assertThat(late.differences(late, ALL, DISORDER)).isEmpty();
    assertThat(digest(30, HELD).differences(late, ALL, DISORDER)).isEmpty();
  }

  @Test
  void whatArrivedBeforeOneOfThemHasEverythingDoesNotCount() {
    Map<Long, Long> some = new TreeMap<>(HELD);
    some.put(12L, 1L);
    StateDigest late = new StateDigest(12 * MINUTE, 30 * MINUTE, new TreeMap<>(some));
    assertThat(differences(late, digest(30, HELD))).allMatch(line -> line.startsWith("has "));
    assertThat(differences(digest(30, HELD), late)).isEmpty();
    some.put(13L, 1L);
    StateDigest other = new StateDigest(12 * MINUTE, 30 * MINUTE, new TreeMap<>(some));
    assertThat(differences(digest(30, HELD), other))
        .singleElement()
        .asString()
        .endsWith("1970-01-01T00:13:00Z");
  }

  private static List<String> differences(StateDigest one, StateDigest other) {
    return one.differences(other, ALL, DISORDER);
  }

  private static StateDigest digest(long passedMinute, Map<Long, Long> sums) {
    return new StateDigest(ALL, passedMinute * MINUTE, new TreeMap<>(sums));
  }
}
