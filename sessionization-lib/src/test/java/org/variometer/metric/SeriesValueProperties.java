package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** A value that went through a series, as a double, prints as it did before. */
class SeriesValueProperties {

  @Property
  void amounts(
      @ForAll @LongRange(min = -8_500_000_000_000_000L, max = 8_500_000_000_000_000L) long micros) {
    assertSame(MetricValue.micros(micros));
  }

  @Property
  void usualAmounts(@ForAll @LongRange(min = -100_000_000L, max = 100_000_000_000L) long micros) {
    assertSame(MetricValue.micros(micros));
  }

  @Property
  void counts(@ForAll @LongRange(min = -(1L << 53), max = 1L << 53) long count) {
    assertSame(MetricValue.count(count));
  }

  @Property
  void ratios(
      @ForAll @LongRange(max = 1L << 53) long numerator,
      @ForAll @LongRange(min = 1, max = 1_000_000) long denominator) {
    assertSame(MetricValue.ratio(numerator, true, denominator));
    assertSame(MetricValue.ratio(numerator, false, denominator));
  }

  private static void assertSame(MetricValue value) {
    assertThat(MetricValue.real(value.asDouble()).asDecimal()).isEqualTo(value.asDecimal());
  }
}
