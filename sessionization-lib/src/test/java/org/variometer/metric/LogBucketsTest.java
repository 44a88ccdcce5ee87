package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * γ = 1.01/0.99; v < 0.001 in the zero bucket, else ⌈ln v / ln γ⌉, which is 2γⁱ/(γ+1) (spec §4).
 */
class LogBucketsTest {
  private static final double GAMMA = 1.01 / 0.99;
  private static final int FIRST = index(0.001);
  private static final int LAST = index(600_000);

  /** The formula as the spec writes it. */
  private static int index(double value) {
    return (int) StrictMath.ceil(StrictMath.log(value) / StrictMath.log(GAMMA));
  }

  private static int slot(double value) {
    return value < 0.001 ? 0 : index(value) - FIRST + 1;
  }

  @Property
  void aValueFallsInTheBucketOfTheFormula(@ForAll("values") double value) {
    assertThat(LogBuckets.slotOf(value)).isEqualTo(slot(value));
  }

  @Test
  void aroundEveryEdgeEveryDoubleFallsInTheBucketOfTheFormula() {
    List<Double> wrong = new ArrayList<>();
    for (int i = FIRST - 1; i <= LAST; i++) {
      // Where exactly the edge lies is the formula's to say: within some ulps of γ to the i.
      double value = StrictMath.pow(GAMMA, i);
      for (int ulps = 0; ulps < 64; ulps++) {
        value = Math.nextDown(value);
      }
      for (int ulps = -64; ulps <= 64; ulps++) {
        if (value <= 600_000 && LogBuckets.slotOf(value) != slot(value)) {
          wrong.add(value);
        }
        value = Math.nextUp(value);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyBucketHasBothItsEdgesWithinThoseDoubles() {
    for (int i = FIRST; i < LAST; i++) {
      double edge = StrictMath.pow(GAMMA, i);
      assertThat(LogBuckets.slotOf(edge * (1 - 1e-14))).isEqualTo(i - FIRST + 1);
      assertThat(LogBuckets.slotOf(edge * (1 + 1e-14))).isEqualTo(i - FIRST + 2);
    }
  }

  @Property
  void aBucketsValueIsAtMostOnePercentOff(@ForAll("values") double value) {
    double off = Math.abs(LogBuckets.value(LogBuckets.slotOf(value)) - value);

    assertThat(off).isLessThanOrEqualTo(value * (0.01 + 1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "4.9e-324, 0",
    "1e-100, 0",
    "0.0009999999999999998, 0",
    "0.001, 1",
    "0.0010000000000000002, 1"
  })
  void belowAThousandthIsTheZeroBucket(double value, int slot) {
    assertThat(LogBuckets.slotOf(value)).isEqualTo(slot);
  }

  @Test
  void theZeroBucketIsWorthNothing() {
    assertThat(LogBuckets.value(0)).isZero();
  }

  @Test
  void theGreatestValueIsInTheLastBucket() {
    assertThat(LogBuckets.slotOf(600_000)).isEqualTo(LogBuckets.SLOTS - 1);
    assertThat(LogBuckets.SLOTS).isEqualTo(LAST - FIRST + 2);
  }

  @Test
  void valuesAreThoseOfExactPowers() {
    BigDecimal gamma = new BigDecimal(GAMMA);
    for (int i = FIRST; i <= LAST; i++) {
      BigDecimal power = gamma.pow(Math.abs(i));
      double nearest =
          (i < 0 ? BigDecimal.ONE.divide(power, new MathContext(100)) : power).doubleValue();

      assertThat(LogBuckets.value(i - FIRST + 1))
          .as("bucket %d", i)
          .isEqualTo(2 * nearest / (GAMMA + 1));
    }
  }

  /** The values in the worked examples. */
  @ParameterizedTest
  @CsvSource({
    "812, 804.461420683728",
    "300, 301.9134365218749",
    "400, 399.47439724136643",
    "5000, 4965.323255399839",
    "600000, 603435.0495559409"
  })
  void aValueIsReadOutAsItsBuckets(double value, double read) {
    assertThat(LogBuckets.value(LogBuckets.slotOf(value))).isEqualTo(read);
  }

  @Test
  void bucketsRise() {
    for (int slot = 1; slot < LogBuckets.SLOTS; slot++) {
      assertThat(LogBuckets.value(slot)).isGreaterThan(LogBuckets.value(slot - 1));
    }
  }

  /** Values of all sizes, as likely small as large. */
  @Provide
  Arbitrary<Double> values() {
    return Arbitraries.longs()
        .between(Double.doubleToRawLongBits(0.001), Double.doubleToRawLongBits(600_000))
        .map(Double::longBitsToDouble);
  }
}
