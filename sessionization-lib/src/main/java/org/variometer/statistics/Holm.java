package org.variometer.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Several tests at once: how likely any of them is to find an effect where there is none (the
 * family-wise error rate).
 *
 * <p>Adjusted p-values decide. Of Holm's procedure no simple intervals are known that agree with
 * it: those at {@link #simultaneousLevel} are Bonferroni's, which cover all effects at once, and
 * where one leaves out 0 its adjusted p-value is below 1 − level too; not always the other way
 * round.
 */
public final class Holm {
  private Holm() {}

  /**
   * Adjusted p-values: with p₍₁₎ ≤ … ≤ p₍ₘ₎ the i-th is the greatest of min(1, (m − j + 1) p₍ⱼ₎)
   * for j ≤ i. Below α they are significant, and the probability that any is so by chance is at
   * most α, however the tests depend on each other. Holm, "A simple sequentially rejective multiple
   * test procedure", Scandinavian Journal of Statistics 6 (1979).
   *
   * @param pValues of all tests of the family; those that can't be estimated yet count as 1, so
   *     that the others do not become less strict while data come in
   * @return in the same order
   */
  public static List<Estimable<Double>> adjusted(List<Estimable<Double>> pValues) {
    List<Estimable<Double>> adjusted = new ArrayList<>(pValues);
    List<Integer> ranked =
        IntStream.range(0, pValues.size())
            .boxed()
            .filter(i -> pValues.get(i).isKnown())
            .sorted(Comparator.comparing(i -> pValues.get(i).get()))
            .toList();
    double greatest = 0;
    for (int rank = 0; rank < ranked.size(); rank++) {
      int index = ranked.get(rank);
      double multiple = (pValues.size() - rank) * pValues.get(index).get();
      greatest = Math.min(1, Math.max(greatest, multiple));
      adjusted.set(index, Estimable.of(greatest));
    }
    return List.copyOf(adjusted);
  }

  /**
   * The level of intervals that cover all effects at once with a probability of {@code level}: 1 −
   * (1 − level)/tests (Bonferroni).
   *
   * @param level 0.5 ≤ level &lt; 1
   * @param tests how many there are in the family, ≥ 1
   */
  public static double simultaneousLevel(double level, int tests) {
    if (tests < 1) {
      throw new IllegalArgumentException("a family of " + tests + " tests");
    }
    return 1 - (1 - level) / tests;
  }
}
