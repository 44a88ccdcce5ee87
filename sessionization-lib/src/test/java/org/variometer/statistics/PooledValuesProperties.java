package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Where visitors' values are capped. */
class PooledValuesProperties {

  @Property
  void theCapIsTheValueAtItsRank(
      @ForAll @Size(min = 1, max = 60) List<@LongRange(min = -5, max = 20) Long> values,
      @ForAll @IntRange(min = 1, max = 1000) int perMille) {
    List<Long> sorted = values.stream().sorted().toList();
    assertThat(pooled(values).cap(perMille / 10.0).get())
        .isEqualTo(sorted.get(perMille * (values.size() - 1) / 1000));
  }

  @Property
  void anyPartsHaveTheSameCap(
      @ForAll @Size(max = 60) List<Long> first,
      @ForAll @Size(min = 1, max = 60) List<Long> second) {
    PooledValues merged = pooled(second);
    merged.addAll(pooled(first));
    PooledValues whole = pooled(first);
    second.forEach(whole::add);
    assertThat(merged.cap(90)).isEqualTo(whole.cap(90));
  }

  /** SciPy's documentation of {@code scipy.stats.mstats.winsorize}. */
  @Example
  void theHighestFifthIsCappedAsInSciPy() {
    assertThat(pooled(List.of(10L, 4L, 9L, 8L, 5L, 3L, 7L, 2L, 1L, 6L)).cap(80).get()).isEqualTo(8);
  }

  @Example
  void theRankIsThatOfTheDecimalThatWasWritten() {
    PooledValues values = new PooledValues();
    for (int i = 0; i <= 100; i++) {
      values.add(i);
    }
    // In doubles 0.29 × 100 is 28.999999999999996.
    assertThat(values.cap(29).get()).isEqualTo(29);
    assertThat(values.cap(99.9).get()).isEqualTo(99);
    assertThat(values.cap(100).get()).isEqualTo(100);
  }

  @Example
  void withoutVisitorsThereIsNoCap() {
    assertThat(new PooledValues().cap(99).obstacle()).contains(Obstacle.NO_VISITORS);
  }

  @Example
  void percentilesAreAboveZeroAndUpToAHundred() {
    for (double percent : new double[] {0, -1, 100.1, Double.NaN}) {
      assertThatThrownBy(() -> new PooledValues().cap(percent))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("percentile " + percent + " is not above 0 and up to 100");
    }
  }

  private static PooledValues pooled(List<Long> values) {
    PooledValues pooled = new PooledValues();
    values.forEach(pooled::add);
    return pooled;
  }
}
