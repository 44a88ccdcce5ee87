package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Sums by id behave like a map in which absent is 0 (spec §4). */
class CountsTest {
  /** One addition. */
  record Addition(int id, long amount) {}

  @Property
  void sumsAreThoseOfAMap(@ForAll("additions") List<Addition> additions, @ForAll("ids") int other) {
    Map<Integer, Long> expected = new HashMap<>();
    additions.forEach(addition -> expected.merge(addition.id(), addition.amount(), Long::sum));

    Counts counts = countsOf(additions);

    assertThat(additions)
        .allSatisfy(
            addition ->
                assertThat(counts.get(addition.id())).isEqualTo(expected.get(addition.id())));
    assertThat(counts.get(other)).isEqualTo(expected.getOrDefault(other, 0L));
    expected.values().removeIf(sum -> sum == 0);
    assertThat(shown(counts)).isEqualTo(expected);
  }

  @Property
  void addingAllIsAddingEach(
      @ForAll("additions") List<Addition> some, @ForAll("additions") List<Addition> more) {
    Counts both = countsOf(some);
    both.addAll(countsOf(more));

    Counts each = countsOf(some);
    more.forEach(addition -> each.add(addition.id(), addition.amount()));
    assertThat(shown(both)).isEqualTo(shown(each));
  }

  @Property
  void retractingUndoesAdding(
      @ForAll("additions") List<Addition> kept, @ForAll("additions") List<Addition> retracted) {
    Counts counts = countsOf(kept);
    retracted.forEach(addition -> counts.add(addition.id(), addition.amount()));
    retracted.forEach(addition -> counts.add(addition.id(), -addition.amount()));

    assertThat(shown(counts)).isEqualTo(shown(countsOf(kept)));
  }

  @Test
  void manyIdsOfADistributionAreKeptApart() {
    Counts counts = new Counts();
    for (int i = 0; i < 20_000; i++) {
      counts.add(i * 8, i + 1);
    }
    for (int i = 0; i < 20_000; i++) {
      assertThat(counts.get(i * 8)).isEqualTo(i + 1);
      assertThat(counts.get(i * 8 + 1)).isZero();
    }
  }

  @Test
  void sumsWrapAroundSoThatRetractingIsExact() {
    Counts counts = new Counts();
    counts.add(1, Long.MAX_VALUE);
    counts.add(1, 5);
    counts.add(1, -Long.MAX_VALUE);

    assertThat(counts.get(1)).isEqualTo(5);
  }

  @Provide
  Arbitrary<List<Addition>> additions() {
    Arbitrary<Long> amounts =
        Arbitraries.oneOf(Arbitraries.longs().between(-2, 2), Arbitraries.longs());
    return Combinators.combine(ids(), amounts).as(Addition::new).list().ofMaxSize(100);
  }

  @Provide
  Arbitrary<Integer> ids() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 40),
        Arbitraries.integers().between(1 << 16, (1 << 16) + 50),
        Arbitraries.integers().between(0, Integer.MAX_VALUE));
  }

  private static Counts countsOf(List<Addition> additions) {
    Counts counts = new Counts();
    additions.forEach(addition -> counts.add(addition.id(), addition.amount()));
    return counts;
  }

  private static Map<Integer, Long> shown(Counts counts) {
    Map<Integer, Long> shown = new HashMap<>();
    counts.forEach((id, sum) -> assertThat(shown.put(id, sum)).isNull());
    assertThat(shown).doesNotContainValue(0L);
    return shown;
  }
}
