package org.variometer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a counter says over restarts. */
class SinkCostTest {
  @Test
  void aCounterThatFallsHasBegunAnew() {
    assertThat(SinkCost.increases(new double[] {0, 3, 3, 7, 2, 4})).isEqualTo(7 + 4);
    assertThat(SinkCost.increases(new double[] {})).isZero();
  }
}
