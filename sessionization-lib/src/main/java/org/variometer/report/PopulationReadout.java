package org.variometer.report;

import java.util.List;
import org.variometer.metric.Population;
import org.variometer.statistics.Estimable;
import org.variometer.statistics.SampleRatio;

/**
 * An experiment in one population of visitors.
 *
 * @param population {@link Population#ASSIGNED} or {@link Population#QUALIFIED}
 * @param variants how many visitors each of the experiment's variants has, in their owner's order
 * @param outside visitors of variants that the catalogue does not name, by their UTF-8 bytes; they
 *     are compared with nothing
 * @param firstUnknown multiply exposed visitors of whom it is not known which variant came first:
 *     they are in no variant
 * @param splitOfAll whether all visitors are split as they were to be, by the variant met first
 * @param split the same without the multiply exposed
 * @param metrics the primary ones, then the guardrails, each in their owner's order, then all
 *     others
 */
public record PopulationReadout(
    Population population,
    List<VariantVisitors> variants,
    List<VariantVisitors> outside,
    long firstUnknown,
    Estimable<SampleRatio> splitOfAll,
    Estimable<SampleRatio> split,
    List<MetricReadout> metrics) {
  /** Copies the lists. */
  public PopulationReadout {
    variants = List.copyOf(variants);
    outside = List.copyOf(outside);
    metrics = List.copyOf(metrics);
  }

  /** Visitors of the experiment's variants who met one of them alone: those who are compared. */
  public long compared() {
    return variants.stream().mapToLong(VariantVisitors::visitors).sum();
  }

  /** Visitors who met more than one variant. */
  public long multiplyExposed() {
    return firstUnknown
        + variants.stream().mapToLong(VariantVisitors::multiplyExposed).sum()
        + outside.stream().mapToLong(VariantVisitors::multiplyExposed).sum();
  }

  /**
   * Whether the split can't be trusted, with or without the multiply exposed.
   *
   * @return false where neither could be tested, too
   */
  public boolean isSplitWrong() {
    return isWrong(split) || isWrong(splitOfAll);
  }

  private static boolean isWrong(Estimable<SampleRatio> tested) {
    return tested.isKnown() && tested.get().isMismatch(SampleRatio.ALPHA);
  }
}
