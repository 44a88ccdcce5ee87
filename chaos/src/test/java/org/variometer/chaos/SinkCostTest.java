package org.variometer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a counter says over restarts. */
class SinkCostTest {
  @Test
  void aCounterThatFallsHasBegunAnew() {
    assertThat(SinkCost.increases(List.of(0.0, 3.0, 3.0, 7.0, 2.0, 4.0))).isEqualTo(7 + 4);
    assertThat(SinkCost.increases(List.of())).isZero();
  }
}
