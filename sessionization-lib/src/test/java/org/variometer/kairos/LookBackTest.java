package org.variometer.kairos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When all that was written recently has to be looked for. */
class LookBackTest {
  private static final long STRAGGLING = 40;

  /** Nanoseconds here are of any length; this time runs over the end of the range. */
  private static final long START = Math.subtractExact(Long.MAX_VALUE, 100);

  private final LookBack lookBack = new LookBack(STRAGGLING);

  @Test
  void neverWhereAllIsAnswered() {
    lookBack.done(0, START);
    assertThat(lookBack.isDue(0, START + 1000)).isFalse();
    assertThat(lookBack.isPending(0)).isFalse();
    assertThat(lookBack.remaining(START)).isZero();
  }

  @Test
  void atOnceAndWhenNothingCanArriveAnyMore() {
    assertThat(lookBack.isDue(1, START)).isTrue();
    lookBack.done(1, START);
    assertThat(lookBack.isPending(1)).isTrue();
    assertThat(lookBack.remaining(START + 1)).isEqualTo(STRAGGLING - 1);
    assertThat(lookBack.isDue(1, START + STRAGGLING - 1)).isFalse();
    lookBack.done(1, START + STRAGGLING - 1);
    assertThat(lookBack.isDue(1, START + STRAGGLING)).isTrue();
    lookBack.done(1, START + STRAGGLING);
    assertThat(lookBack.isPending(1)).isFalse();
    assertThat(lookBack.isDue(1, START + 1000)).isFalse();
  }

  @Test
  void anewAfterEachRequestThatIsNotAnswered() {
    lookBack.done(1, START);
    assertThat(lookBack.isDue(2, START + 10)).isTrue();
    lookBack.done(2, START + 10);
    assertThat(lookBack.isDue(2, START + STRAGGLING)).isFalse();
    assertThat(lookBack.isDue(2, START + 10 + STRAGGLING)).isTrue();
  }

  /** However long it takes: what has been read by then may be written over behind it. */
  @Test
  void aLookThatWasBegunBeforeNothingCouldArriveIsNotTheLast() {
    lookBack.done(1, START);
    lookBack.done(1, START + STRAGGLING - 1);
    assertThat(lookBack.isPending(1)).isTrue();
    assertThat(lookBack.isDue(1, START + 2 * STRAGGLING)).isTrue();
  }

  @Test
  void whatIsNotAnsweredWhileAllIsLookedForMayStillArrive() {
    lookBack.done(1, START);
    lookBack.done(1, START + STRAGGLING);
    assertThat(lookBack.isPending(1)).isFalse();
    assertThat(lookBack.isPending(2)).isTrue();
  }
}
