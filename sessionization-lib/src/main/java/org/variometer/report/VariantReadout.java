package org.variometer.report;

import java.util.Optional;
import org.variometer.statistics.Comparison;
import org.variometer.statistics.Estimable;
import org.variometer.statistics.Guardrail;

/**
 * A variant against the control, by one metric.
 *
 * @param variant the variant, not the control
 * @param comparison of the visitors who met one variant alone; means are winsorised where the
 *     experiment's owner wants it. This one decides
 * @param verdict what its difference says
 * @param adjustedPValue of a primary metric: the p-value of the difference (the one in step with
 *     its interval) after Holm, over all primary metrics and variants of the population
 * @param guardrail of a guardrail: whether it is hurt, one-sided, by the difference
 * @param withMultiplyExposed the same with the multiply exposed, each in the variant that it met
 *     first
 * @param cuped the same adjusted by what visitors did before, if the experiment's owner wants that
 *     and the metric is a mean
 * @param uncapped the same with values as they are, if {@code comparison} has them winsorised
 */
public record VariantReadout(
    String variant,
    Comparison comparison,
    Verdict verdict,
    Optional<Estimable<Double>> adjustedPValue,
    Optional<Estimable<Guardrail>> guardrail,
    Comparison withMultiplyExposed,
    Optional<Estimable<Comparison>> cuped,
    Optional<Comparison> uncapped) {}
