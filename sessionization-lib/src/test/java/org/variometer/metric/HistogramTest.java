package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.beacon.PerformanceName.LCP;
import static org.variometer.beacon.PerformanceName.TTFB;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.beacon.PerformanceName;

/** The quantile q of n values is the value at rank ⌊q(n−1)⌋, ranks counted from 0 (spec §4). */
class HistogramTest {

  /** With one value in each of the buckets 1 to n, the rank shows as the bucket. */
  @ParameterizedTest
  @CsvSource({
    "1, 50, 0",
    "1, 99, 0",
    "2, 50, 0",
    "2, 75, 0",
    "2, 99, 0",
    "2, 100, 1",
    "3, 50, 1",
    "3, 75, 1",
    "5, 75, 3",
    "100, 50, 49",
    "100, 75, 74",
    "100, 95, 94",
    "100, 99, 98",
    "101, 0, 0",
    "101, 50, 50",
    "101, 75, 75",
    "101, 95, 95",
    "101, 99, 99",
    "101, 100, 100",
    "102, 99, 99",
    "201, 99, 198",
    "1000, 95, 949",
    "1001, 95, 950"
  })
  void theRankIsRoundedDown(int n, int percent, int rank) {
    Counts counts = new Counts();
    IntStream.range(0, n).forEach(i -> add(counts, i + 1, 1));

    assertThat(Histogram.of(counts, LCP).percentile(percent)).isEqualTo(LogBuckets.value(rank + 1));
  }

  @Property
  void aPercentileIsTheValueAtItsRank(
      @ForAll("slots") List<Integer> slots, @ForAll @IntRange(max = 100) int percent) {
    Counts counts = new Counts();
    slots.forEach(slot -> add(counts, slot, 1));
    int rank = (slots.size() - 1) * percent / 100;

    assertThat(Histogram.of(counts, LCP).count()).isEqualTo(slots.size());
    assertThat(Histogram.of(counts, LCP).percentile(percent))
        .isEqualTo(LogBuckets.value(slots.stream().sorted().toList().get(rank)));
  }

  /** Two buckets, the border between them right at the rank: exact beyond doubles and 64 bits. */
  @Property
  void theRankIsExactForAnyCount(
      @ForAll("counts") long n, @ForAll @IntRange(max = 99) int percent) {
    long rank =
        BigInteger.valueOf(n - 1)
            .multiply(BigInteger.valueOf(percent))
            .divide(BigInteger.valueOf(100))
            .longValueExact();
    Counts upTo = new Counts();
    add(upTo, 1, rank + 1);
    add(upTo, 2, n - rank - 1);
    Counts below = new Counts();
    add(below, 1, rank);
    add(below, 2, n - rank);

    assertThat(Histogram.of(upTo, LCP).percentile(percent)).isEqualTo(LogBuckets.value(1));
    assertThat(Histogram.of(below, LCP).percentile(percent)).isEqualTo(LogBuckets.value(2));
  }

  @Test
  void valuesInTheZeroBucketAreValues() {
    Counts counts = new Counts();
    add(counts, 0, 2);
    add(counts, 7, 1);

    assertThat(Histogram.of(counts, LCP).count()).isEqualTo(3);
    assertThat(Histogram.of(counts, LCP).percentile(50)).isZero();
    assertThat(Histogram.of(counts, LCP).percentile(100)).isEqualTo(LogBuckets.value(7));
  }

  @Test
  void ofNoValuesThereIsNoPercentile() {
    Counts counts = new Counts();
    add(counts, 7, 1);
    add(counts, 7, -1);

    assertThat(Histogram.of(counts, LCP).count()).isZero();
    assertThat(Histogram.of(counts, LCP).percentile(50)).isZero();
    assertThat(Histogram.of(counts, LCP).percentile(100)).isZero();
  }

  @Test
  void whatIsRetractedIsGoneExactly() {
    Counts counts = new Counts();
    add(counts, 3, 5);
    add(counts, 9, 100);
    add(counts, 9, -99);

    assertThat(Histogram.of(counts, LCP).count()).isEqualTo(6);
    assertThat(Histogram.of(counts, LCP).percentile(99)).isEqualTo(LogBuckets.value(3));
  }

  @Test
  void distributionsAreApart() {
    Counts counts = new Counts();
    for (PerformanceName name : PerformanceName.values()) {
      counts.add(MeasureIds.ofBucket(name, LogBuckets.SLOTS - 1), 1 + name.index());
      counts.add(MeasureIds.ofBucket(name, 0), 10);
    }
    for (Counter counter : Counter.values()) {
      counts.add(MeasureIds.of(counter), 1000);
    }
    counts.add(MeasureIds.ofCustom(0), 1000);

    assertThat(Histogram.of(counts, LCP).count()).isEqualTo(11 + LCP.index());
    assertThat(Histogram.of(counts, TTFB).count()).isEqualTo(11 + TTFB.index());
  }

  @Provide
  Arbitrary<List<Integer>> slots() {
    return Arbitraries.integers()
        .between(0, LogBuckets.SLOTS - 1)
        .list()
        .ofMinSize(1)
        .ofMaxSize(300);
  }

  @Provide
  Arbitrary<Long> counts() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(1, 1000), Arbitraries.longs().between(1, Long.MAX_VALUE));
  }

  private static void add(Counts counts, int slot, long amount) {
    counts.add(MeasureIds.ofBucket(LCP, slot), amount);
  }
}
