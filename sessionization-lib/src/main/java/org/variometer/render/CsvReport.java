package org.variometer.render;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.variometer.metric.MetricValue;
import org.variometer.report.ExperimentReadout;
import org.variometer.report.MetricReadout;
import org.variometer.report.PopulationReadout;
import org.variometer.report.Report;
import org.variometer.report.VariantReadout;
import org.variometer.report.VariantVisitors;
import org.variometer.statistics.ArmValue;
import org.variometer.statistics.Comparison;
import org.variometer.statistics.Effect;
import org.variometer.statistics.Estimable;
import org.variometer.statistics.Interval;
import org.variometer.statistics.SampleRatio;

/**
 * A report as CSV (RFC 4180, with line feeds), a figure a line; {@code docs/REPORT.md} says which
 * figures there are. Numbers are plain decimals that read back to the same double.
 */
public final class CsvReport {
  /** The header of the columns. */
  public static final String HEADER =
      "as_of,site,experiment,population,metric,role,variant,readout,figure,value,not_estimable";

  private static final String DECIDES = "without_multiply_exposed";
  private static final String WITH_ALL = "with_multiply_exposed";

  private final StringBuilder out = new StringBuilder(HEADER).append('\n');
  private final String asOf;
  private List<String> place = List.of();
  private List<String> measured = List.of("", "");

  private CsvReport(String asOf) {
    this.asOf = asOf;
  }

  /** Writes a report. */
  public static String write(Report report) {
    CsvReport csv = new CsvReport(report.source().newest().map(Object::toString).orElse(""));
    report.experiments().forEach(csv::experiment);
    return csv.out.toString();
  }

  private void experiment(ExperimentReadout readout) {
    for (PopulationReadout population : readout.populations()) {
      place = List.of(readout.site(), readout.experiment().id(), population.population().tag());
      measured = List.of("", "");
      population.variants().forEach(variant -> visitors(variant, ""));
      population.outside().forEach(variant -> visitors(variant, "outside_catalogue"));
      row("", "", "first_variant_unknown", number(population.firstUnknown()));
      split(DECIDES, population.split());
      split(WITH_ALL, population.splitOfAll());
      for (MetricReadout metric : population.metrics()) {
        metric(metric, readout.experiment().control());
      }
    }
  }

  private void visitors(VariantVisitors variant, String readout) {
    row(variant.variant(), readout, "visitors", number(variant.visitors()));
    row(variant.variant(), readout, "multiply_exposed", number(variant.multiplyExposed()));
  }

  private void split(String readout, Estimable<SampleRatio> split) {
    row("", readout, "split_p_value", split.map(SampleRatio::pValue));
    split
        .figure()
        .ifPresent(
            known -> {
              row("", readout, "split_chi_squared", number(known.chiSquared()));
              row("", readout, "split_mismatch", "" + known.isMismatch(SampleRatio.ALPHA));
            });
  }

  private void metric(MetricReadout metric, String control) {
    measured = List.of(metric.metric().name(), metric.role().tag());
    metric
        .cap()
        .ifPresent(
            cap ->
                row(
                    "",
                    DECIDES,
                    "cap",
                    cap.map(
                        value ->
                            BigDecimal.valueOf(value)
                                .divide(BigDecimal.valueOf(metric.metric().unit()))
                                .doubleValue())));
    arm(control, DECIDES, metric.control());
    for (VariantReadout variant : metric.variants()) {
      String name = variant.variant();
      comparison(name, DECIDES, variant.comparison());
      row(name, DECIDES, "verdict", variant.verdict().tag());
      variant.adjustedPValue().ifPresent(p -> row(name, DECIDES, "adjusted_p_value", p));
      variant
          .guardrail()
          .ifPresent(
              guardrail -> {
                row(name, DECIDES, "guardrail_bound", guardrail.map(g -> g.bound()));
                guardrail
                    .figure()
                    .ifPresent(
                        known -> {
                          row(name, DECIDES, "guardrail_hurt", "" + known.isHurt());
                          row(name, DECIDES, "guardrail_p_value", number(known.pValue()));
                        });
              });
      comparison(name, WITH_ALL, variant.withMultiplyExposed());
      variant
          .cuped()
          .ifPresent(
              cuped -> {
                if (cuped.isKnown()) {
                  comparison(name, "cuped", cuped.get());
                } else {
                  row(name, "cuped", "value", "", reason(cuped));
                }
              });
      variant.uncapped().ifPresent(uncapped -> comparison(name, "uncapped", uncapped));
    }
  }

  private void comparison(String variant, String readout, Comparison comparison) {
    arm(variant, readout, comparison.variant());
    effect(variant, readout, "difference", comparison.difference());
    effect(variant, readout, "lift", comparison.lift());
    row(variant, readout, "p_value", comparison.pValue());
  }

  private void arm(String variant, String readout, ArmValue arm) {
    row(variant, readout, "value", arm.value());
    row(variant, readout, "standard_error", arm.standardError());
  }

  private void effect(String variant, String readout, String name, Estimable<Effect> effect) {
    row(variant, readout, name, effect.map(Effect::value));
    if (effect.isKnown()) {
      row(variant, readout, name + "_standard_error", number(effect.get().standardError()));
      interval(variant, readout, name, effect.get().interval(Effect.LEVEL));
      interval(
          variant,
          readout,
          name + "_sequence",
          effect.get().confidenceSequence(Effect.LEVEL, Effect.TUNED_AT));
    }
  }

  private void interval(String variant, String readout, String name, Interval interval) {
    row(variant, readout, name + "_lower", number(interval.lower()));
    row(variant, readout, name + "_upper", number(interval.upper()));
  }

  private void row(String variant, String readout, String figure, Estimable<Double> value) {
    row(variant, readout, figure, value.map(CsvReport::number).figure().orElse(""), reason(value));
  }

  private static String reason(Estimable<?> estimable) {
    return estimable.obstacle().map(obstacle -> obstacle.words()).orElse("");
  }

  private void row(String variant, String readout, String figure, String value) {
    row(variant, readout, figure, value, "");
  }

  private void row(String variant, String readout, String figure, String value, String reason) {
    Stream<String> fields =
        Stream.of(
                Stream.of(asOf),
                place.stream(),
                measured.stream(),
                Stream.of(variant, readout, figure, value, reason))
            .flatMap(part -> part);
    out.append(fields.map(CsvReport::quoted).collect(Collectors.joining(","))).append('\n');
  }

  private static String number(double value) {
    return MetricValue.real(value).asDecimal();
  }

  private static String number(long value) {
    return Long.toString(value);
  }

  /** Quotes what would break the line; names hold no line breaks. */
  private static String quoted(String field) {
    return field.indexOf(',') < 0 && field.indexOf('"') < 0
        ? field
        : '"' + field.replace("\"", "\"\"") + '"';
  }
}
