package org.variometer.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.variometer.catalogue.Experiment;
import org.variometer.catalogue.GuardrailMetric;
import org.variometer.catalogue.Variant;
import org.variometer.metric.Population;
import org.variometer.readout.ReadoutMetric;
import org.variometer.readout.Side;
import org.variometer.statistics.Comparison;
import org.variometer.statistics.Direction;
import org.variometer.statistics.Effect;
import org.variometer.statistics.Estimable;
import org.variometer.statistics.Guardrail;
import org.variometer.statistics.Holm;
import org.variometer.statistics.SampleRatio;

/** Reads an experiment out in one population, once all its visitors have come. */
final class PopulationReader {
  private final Experiment experiment;
  private final PopulationTally tally;
  private final List<String> names;
  private final List<String> others;
  private final Map<String, ArmTally> alone = new HashMap<>();
  private final Map<String, ArmTally> first = new HashMap<>();

  PopulationReader(Experiment experiment, PopulationTally tally) {
    this.experiment = experiment;
    this.tally = tally;
    this.names = experiment.variants().stream().map(Variant::name).toList();
    this.others = names.stream().filter(name -> !name.equals(experiment.control())).toList();
  }

  PopulationReadout read(Population population) {
    List<VariantVisitors> outside =
        tally.variants().stream()
            .filter(variant -> !names.contains(variant))
            .map(tally::visitors)
            .toList();
    for (String name : names) {
      alone.put(name, tally.alone(name));
      first.put(name, tally.first(name));
    }
    return new PopulationReadout(
        population,
        names.stream().map(tally::visitors).toList(),
        outside,
        tally.firstUnknown(),
        split(VariantVisitors::all),
        split(VariantVisitors::visitors),
        metrics());
  }

  private Estimable<SampleRatio> split(ToLongFunction<VariantVisitors> visitors) {
    return SampleRatio.test(
        experiment.variants().stream()
            .map(
                variant ->
                    new SampleRatio.Share(
                        visitors.applyAsLong(tally.visitors(variant.name())), variant.weight()))
            .toList());
  }

  /** A metric, what it is to the experiment, and what its arms are. */
  private record Measured(
      ReadoutMetric metric, Role role, Optional<Side> hurts, MetricArms arms, MetricArms withAll) {}

  private List<MetricReadout> metrics() {
    List<Measured> all = new ArrayList<>();
    experiment.primary().forEach(metric -> all.add(measured(metric, Role.PRIMARY, metric.hurts())));
    for (GuardrailMetric guardrail : experiment.guardrails()) {
      all.add(measured(guardrail.metric(), Role.GUARDRAIL, Optional.of(guardrail.hurts())));
    }
    List<ReadoutMetric> named = all.stream().map(Measured::metric).toList();
    for (ReadoutMetric metric : tally.plan().metrics()) {
      if (!named.contains(metric)) {
        all.add(measured(metric, Role.OTHER, metric.hurts()));
      }
    }
    Map<String, Estimable<Double>> adjusted = adjusted(all);
    return all.stream().map(measured -> readout(measured, adjusted)).toList();
  }

  private Measured measured(ReadoutMetric metric, Role role, Optional<Side> hurts) {
    return new Measured(metric, role, hurts, arms(metric, alone), arms(metric, first));
  }

  private MetricArms arms(ReadoutMetric metric, Map<String, ArmTally> arms) {
    int index = tally.plan().metrics().indexOf(metric);
    return new MetricArms(
        metric, tally.plan(), MetricArms.tallies(names, arms, index), experiment.winsorized());
  }

  /**
   * Of all primary metrics and variants. What is adjusted is the p-value in step with the
   * difference's interval, so that a test that holds among all never contradicts its verdict.
   */
  private Map<String, Estimable<Double>> adjusted(List<Measured> all) {
    List<String> keys = new ArrayList<>();
    List<Estimable<Double>> pValues = new ArrayList<>();
    for (Measured measured : all) {
      for (String variant : others) {
        if (measured.role == Role.PRIMARY) {
          keys.add(key(measured, variant));
          pValues.add(
              measured
                  .arms
                  .compare(experiment.control(), variant)
                  .difference()
                  .map(Effect::pValue));
        }
      }
    }
    List<Estimable<Double>> adjusted = Holm.adjusted(pValues);
    Map<String, Estimable<Double>> byKey = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      byKey.put(keys.get(i), adjusted.get(i));
    }
    return byKey;
  }

  /** Metrics' names have no spaces. */
  private static String key(Measured measured, String variant) {
    return measured.metric.name() + ' ' + variant;
  }

  private MetricReadout readout(Measured measured, Map<String, Estimable<Double>> adjusted) {
    return new MetricReadout(
        measured.metric,
        measured.role,
        measured.hurts,
        measured.arms.cap(),
        measured.arms.value(experiment.control()),
        others.stream()
            .map(
                variant ->
                    readout(
                        measured,
                        variant,
                        Optional.ofNullable(adjusted.get(key(measured, variant)))))
            .toList());
  }

  private VariantReadout readout(
      Measured measured, String variant, Optional<Estimable<Double>> adjusted) {
    String control = experiment.control();
    Comparison comparison = measured.arms.compare(control, variant);
    return new VariantReadout(
        variant,
        comparison,
        Verdict.of(comparison.difference()),
        adjusted,
        measured.role == Role.GUARDRAIL
            ? Optional.of(
                Guardrail.test(
                    comparison.difference(), better(measured.hurts.orElseThrow()), Effect.LEVEL))
            : Optional.empty(),
        measured.withAll.compare(control, variant),
        measured.arms.cuped(control, variant),
        measured.arms.uncapped(control, variant));
  }

  private static Direction better(Side hurts) {
    return hurts == Side.UP ? Direction.DOWN : Direction.UP;
  }
}
