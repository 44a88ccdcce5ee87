package org.variometer.quickstart.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DiceTest {

  @Test
  void theNumbersAreTheSameEverywhere() {
    Dice dice = Dice.of(1, 2);
    assertThat(dice.nextLong()).isEqualTo(-5988908230729447225L);
    assertThat(dice.nextLong()).isEqualTo(-6496420437065684134L);
  }

  @Test
  void theAlgorithmIsSplitMix64() {
    // The JDK's class of that algorithm, from the same state, which is what the first call leaves.
    SplittableRandom reference = new SplittableRandom(0);
    Dice dice = Dice.of(-0x9E3779B97F4A7C15L, 0);
    assertThat(dice.nextLong()).isEqualTo(reference.nextLong());
    assertThat(dice.nextLong()).isEqualTo(reference.nextLong());
  }

  @Property
  void numbersKeepToTheirRange(
      @ForAll long seed,
      @ForAll @IntRange(min = 1) int bound,
      @ForAll @LongRange(min = 0, max = 1L << 40) long width) {
    Dice dice = Dice.of(seed, 0);
    assertThat(dice.below(bound)).isBetween(0, bound - 1);
    assertThat(dice.between(-5, -5 + width)).isBetween(-5L, -5 + width);
    assertThat(dice.nextDouble()).isBetween(0.0, Math.nextDown(1.0));
    assertThat(dice.exponential(2)).isGreaterThanOrEqualTo(0);
  }

  @Property
  void whatHasNoWeightIsNeverChosen(@ForAll long seed) {
    assertThat(Dice.of(seed, 0).weighted(new double[] {0, 1, 0, 2, 0})).isIn(1, 3);
  }
}
