package org.variometer.statistics;

import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether visitors are split over the variants as they were to be. If not, something took visitors
 * out of some variant or put them in, and no comparison of variants can be trusted.
 *
 * @param expected the visitors that each variant was to have, in the order given
 * @param chiSquared Pearson's Σ (observed − expected)² / expected
 * @param pValue of a split as configured
 */
public record SampleRatio(List<Double> expected, double chiSquared, double pValue) {
  /** Below this p-value a split is no chance. */
  public static final double ALPHA = 0.001;

  private static final long MIN_VISITORS = 100;
  private static final double MIN_EXPECTED = 5;

  /** Keeps a copy of the list. */
  public SampleRatio {
    expected = List.copyOf(expected);
  }

  /**
   * Tests a split by Pearson's χ² with one degree of freedom less than variants: Fabijan et al.,
   * "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments", KDD 2019. Not tested below
   * 100 visitors in all, or where a variant was to have fewer than 5: χ² is no good approximation
   * there.
   *
   * @param variants all that are configured, those without visitors too
   */
  public static Estimable<SampleRatio> test(List<Share> variants) {
    if (variants.size() < 2) {
      return Estimable.not(Obstacle.ONE_VARIANT);
    }
    double visitors = 0;
    double weights = 0;
    for (Share variant : variants) {
      visitors += variant.visitors;
      weights += variant.weight;
    }
    if (visitors < MIN_VISITORS) {
      return Estimable.not(Obstacle.FEW_VISITORS);
    }
    double total = visitors;
    double whole = weights;
    List<Double> expected = variants.stream().map(v -> total * (v.weight / whole)).toList();
    if (expected.stream().anyMatch(e -> e < MIN_EXPECTED)) {
      return Estimable.not(Obstacle.FEW_EXPECTED);
    }
    double chiSquared = 0;
    for (int i = 0; i < variants.size(); i++) {
      double excess = variants.get(i).visitors - expected.get(i);
      chiSquared += excess * excess / expected.get(i);
    }
    double pValue = ChiSquaredDistribution.of(variants.size() - 1).survivalProbability(chiSquared);
    return Estimable.of(new SampleRatio(expected, chiSquared, pValue));
  }

  /**
   * Whether the split is no chance.
   *
   * @param alpha how often, of experiments whose split is right, an alarm is accepted; see {@link
   *     #ALPHA}
   */
  public boolean isMismatch(double alpha) {
    return pValue < alpha;
  }

  /**
   * A variant's part of the visitors.
   *
   * @param visitors how many it has, ≥ 0
   * @param weight its part of the sum of all weights that it was to have, above 0 and up to 10⁹
   */
  public record Share(long visitors, double weight) {
    /** Above it a sum of weights could be infinite. */
    private static final double MAX_WEIGHT = 1e9;

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if the number is negative, or the weight not above 0 and up
     *     to 10⁹
     */
    public Share {
      if (visitors < 0 || !(weight > 0 && weight <= MAX_WEIGHT)) {
        throw new IllegalArgumentException(visitors + " visitors of weight " + weight);
      }
    }
  }
}
