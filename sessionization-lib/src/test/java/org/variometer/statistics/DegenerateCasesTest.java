package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can't be estimated is said in words; what can be is there all the same. */
class DegenerateCasesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "means       | -    | 1 2   | an arm has no visitors",
        "means       | 1 2  | -     | an arm has no visitors",
        "means       | 7    | 1 2   | an arm has one visitor alone, who shows no variance",
        "means       | 3 3  | 3 3 3 | within each arm nothing varies from visitor to visitor",
        "means       | 3 3  | 4 4   | within each arm nothing varies from visitor to visitor",
        "proportions | -    | 0 1   | an arm has no visitors",
        "proportions | 1    | 0 1   | an arm has one visitor alone, who shows no variance",
        "proportions | 0 0  | 0 0 0 | within each arm nothing varies from visitor to visitor",
        "proportions | 1 1  | 1 1   | within each arm nothing varies from visitor to visitor",
        "ratios      | -    | 1 2 3 1 | an arm has no visitors",
        "ratios      | 0 0 0 0 | 1 2 3 1 | the denominator is 0",
        "ratios      | 1 2 3 1 | 5 1 7 -1 | the denominator is 0",
        "ratios      | 0 0   | 1 2 3 1 | the denominator is 0",
        "ratios      | 1 2   | 1 2 3 1 | an arm has one visitor alone, who shows no variance",
        "ratios      | 2 1 4 2 | 6 2 9 3 | within each arm nothing varies from visitor to visitor"
      })
  void whyThereIsNoDifference(String kind, String control, String variant, String why) {
    Comparison comparison = compare(kind, numbers(control), numbers(variant));
    assertThat(comparison.difference()).hasToString("not estimable, because " + why);
    assertThat(comparison.lift().isKnown()).isFalse();
    assertThat(comparison.pValue()).hasToString("not estimable, because " + why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "means       | 0 0     | 1 2 | the control's value is 0, so that nothing is relative to it",
        "means       | -3 3    | 1 2 | the control's value is 0, so that nothing is relative to it",
        "means       | -5 -4   | 1 2 | the control's value is negative, so that a percentage would"
            + " mislead",
        "proportions | 0 0     | 0 1 | the control's value is 0, so that nothing is relative to it",
        "ratios      | 0 2 0 1 | 1 2 3 1 | the control's value is 0, so that nothing is relative to"
            + " it",
        "means       | 3 3     | -2 2 | -"
      })
  void whyThereIsNoLift(String kind, String control, String variant, String why) {
    Comparison comparison = compare(kind, numbers(control), numbers(variant));
    assertThat(comparison.difference().isKnown()).isTrue();
    assertThat(comparison.lift().obstacle().map(Obstacle::words))
        .isEqualTo(Optional.of(why).filter(w -> !w.equals("-")));
  }

  /** Nobody in the variant ordered: −100 % without an interval, but a difference that has one. */
  @Test
  void aVariantOfZeroHasNoIntervalOfTheLift() {
    Comparison comparison =
        Comparison.ofProportions(new Proportion(10, 100), new Proportion(0, 100));
    assertThat(comparison.difference().get().interval(0.95).upper()).isNegative();
    assertThat(comparison.lift())
        .hasToString(
            "not estimable, because no visitor of the variant has any, and −100 % has no interval");
    assertThat(comparison.pValue().get()).isBetween(0.001, 0.002);
  }

  /** All against none: nothing varies, but that is no chance. */
  @Test
  void thePooledPValueIsThereWhereAllDoItInOneArmAlone() {
    Comparison comparison = Comparison.ofProportions(new Proportion(0, 20), new Proportion(20, 20));
    assertThat(comparison.difference().obstacle()).contains(Obstacle.NO_VARIANCE);
    assertThat(comparison.pValue().get()).isLessThan(1e-9);
  }

  @Test
  void oneVisitorHasAValueWithoutAnError() {
    ArmValue one = ArmValue.ofMean(Arms.of(5), 1);
    assertThat(one.value().get()).isEqualTo(5);
    assertThat(one.standardError().obstacle()).contains(Obstacle.ONE_VISITOR);
  }

  @Test
  void armsWithoutVarianceKeepTheirValues() {
    Comparison comparison = Comparison.ofMeans(Arms.of(3, 3), Arms.of(4, 4, 4), 1);
    assertThat(comparison.control().value().get()).isEqualTo(3);
    assertThat(comparison.variant().value().get()).isEqualTo(4);
    assertThat(comparison.control().standardError().get()).isZero();
  }

  @Test
  void oneArmsVarianceIsEnough() {
    Effect difference =
        Comparison.ofMeans(Arms.of(3, 3, 3), Arms.of(4, 6, 8), 1).difference().get();
    assertThat(difference.value()).isEqualTo(3);
    // Student's t with two degrees of freedom.
    assertThat(difference.interval(0.95).width())
        .isEqualTo(2 * 4.302652729749464 * Math.sqrt(4 / 3.0), within(1e-9));
  }

  @Test
  void negativeValuesHaveDifferences() {
    Comparison comparison = Comparison.ofMeans(Arms.of(-5, -7), Arms.of(-1, -3), 1);
    assertThat(comparison.difference().get().value()).isEqualTo(4);
    assertThat(comparison.lift().obstacle()).contains(Obstacle.NEGATIVE_CONTROL_VALUE);
  }

  @Test
  void whatIsNotKnownIsNotGiven() {
    Estimable<Double> none = Estimable.not(Obstacle.NO_VISITORS);
    assertThat(none.figure()).isEmpty();
    assertThat(none.map(d -> d + 1)).isEqualTo(none);
    assertThatThrownBy(none::get)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("not estimable, because an arm has no visitors");
    assertThat(Estimable.of(2.0)).hasToString("2.0").isNotEqualTo(none);
    assertThat(Estimable.of(2.0).obstacle()).isEmpty();
    assertThat(Estimable.finite(Double.NaN).obstacle()).contains(Obstacle.TOO_LARGE);
  }

  private static Comparison compare(String kind, long[] control, long[] variant) {
    return switch (kind) {
      case "means" -> Comparison.ofMeans(Arms.of(control), Arms.of(variant), 1);
      case "proportions" ->
          Comparison.ofProportions(
              Proportion.of(Arms.of(control)), Proportion.of(Arms.of(variant)));
      case "ratios" -> Comparison.ofRatios(Arms.pairs(control), Arms.pairs(variant), 1);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static long[] numbers(String text) {
    return text.equals("-")
        ? new long[0]
        : Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }
}
