package org.variometer.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.variometer.catalogue.Experiment;
import org.variometer.report.ExperimentReadout;
import org.variometer.report.MetricReadout;
import org.variometer.report.PopulationReadout;
import org.variometer.report.Report;
import org.variometer.report.Role;
import org.variometer.report.VariantReadout;
import org.variometer.report.VariantVisitors;
import org.variometer.statistics.Comparison;
import org.variometer.statistics.Effect;
import org.variometer.statistics.Estimable;

/** A report as text for a terminal: no line is longer than 100 characters. */
public final class TextReport {
  private static final int WIDTH = 100;
  private static final int NAME = 22;
  private static final int VALUE = 14;
  private static final int LIFT = 12;
  private static final int INTERVAL = 26;
  private static final int P = 9;

  private final StringBuilder out = new StringBuilder();

  private TextReport() {}

  /** Writes a report. */
  public static String write(Report report) {
    TextReport text = new TextReport();
    text.report(report);
    return text.out.toString();
  }

  private void report(Report report) {
    wrapped(
        "",
        "Read " + Figures.span(report.within()) + ", out of " + Figures.source(report.source()));
    report.experiments().forEach(this::experiment);
    if (!report.withoutVisitors().isEmpty()) {
      line("");
      wrapped(
          "", "In the catalogue, without visitors: " + String.join(", ", report.withoutVisitors()));
    }
    line("");
    wrapped("", Figures.LEGEND + " * is a primary metric.");
  }

  private void experiment(ExperimentReadout readout) {
    Experiment experiment = readout.experiment();
    line("");
    line("=".repeat(WIDTH));
    wrapped(
        "",
        experiment.name()
            + (experiment.name().equals(experiment.id()) ? "" : " (" + experiment.id() + ")")
            + ", site "
            + readout.site());
    line("=".repeat(WIDTH));
    if (!experiment.hypothesis().isEmpty()) {
      wrapped("", "Hypothesis: " + experiment.hypothesis());
    }
    if (!experiment.owner().isEmpty()) {
      wrapped("", "Owner: " + experiment.owner());
    }
    wrapped("", "Read " + Figures.span(readout.within()));
    experiment.note().ifPresent(note -> wrapped("", "Note: " + note));
    readout.populations().forEach(population -> population(experiment, population));
  }

  private void population(Experiment experiment, PopulationReadout population) {
    line("");
    wrapped(
        "",
        population.population().tag().toUpperCase(Locale.ROOT)
            + ": "
            + Figures.count(population.compared())
            + " visitors, besides "
            + Figures.count(population.multiplyExposed())
            + " multiply exposed");
    double weights = experiment.variants().stream().mapToDouble(variant -> variant.weight()).sum();
    for (int i = 0; i < population.variants().size(); i++) {
      VariantVisitors variant = population.variants().get(i);
      boolean control = variant.variant().equals(experiment.control());
      double share = experiment.variants().get(i).weight() / weights;
      line(
          "  "
              + left(variant.variant(), NAME)
              + right(Figures.count(variant.visitors()), VALUE)
              + right(share(variant.visitors(), population.compared()), LIFT)
              + "  of "
              + Figures.percent(share)
              + (control ? "  control" : ""));
    }
    for (VariantVisitors variant : population.outside()) {
      line(
          "  "
              + left(variant.variant(), NAME)
              + right(Figures.count(variant.visitors()), VALUE)
              + "  and "
              + Figures.count(variant.multiplyExposed())
              + " multiply exposed: not in the catalogue, left out");
    }
    wrapped("  ", "Split: " + Figures.split(population.split()));
    wrapped("  ", "Split with the multiply exposed: " + Figures.split(population.splitOfAll()));
    if (experiment.variants().size() < 2) {
      wrapped("  ", "There is one variant alone: nothing to compare it with.");
    }
    for (MetricReadout metric : population.metrics()) {
      if (metric.role() != Role.OTHER) {
        metric(experiment, metric);
      }
    }
    others(experiment, population);
  }

  private static String share(long visitors, long all) {
    return all == 0 ? Figures.NONE : Figures.percent((double) visitors / all);
  }

  private void heading(String title, boolean holm) {
    line("");
    line(
        "  "
            + left(title, NAME)
            + right("value", VALUE)
            + right("lift", LIFT)
            + right("its 95 % interval", INTERVAL)
            + right("p", P)
            + (holm ? right("Holm", P) : ""));
  }

  private void metric(Experiment experiment, MetricReadout metric) {
    boolean primary = metric.role() == Role.PRIMARY;
    heading(metric.metric().name() + (primary ? " *" : ""), primary);
    line(
        "  "
            + left(experiment.control(), NAME)
            + right(Figures.value(metric.metric(), metric.control().value()), VALUE));
    for (VariantReadout variant : metric.variants()) {
      row(variant.variant(), variant, metric);
      List<String> details = new ArrayList<>();
      details.add(Figures.verdict(metric, variant));
      details.add("difference " + difference(metric, variant.comparison().difference()));
      reason(variant.comparison().lift()).ifPresent(why -> details.add("no lift, because " + why));
      variant
          .comparison()
          .lift()
          .figure()
          .ifPresent(
              lift ->
                  details.add(
                      "confidence sequence "
                          + Figures.lift(lift.confidenceSequence(Effect.LEVEL, Effect.TUNED_AT))));
      details.add("with the multiply exposed " + lift(variant.withMultiplyExposed()));
      variant
          .cuped()
          .ifPresent(
              cuped ->
                  details.add(
                      "adjusted by before "
                          + cuped
                              .map(TextReport::lift)
                              .figure()
                              .orElseGet(() -> "not estimable, because " + why(cuped))));
      variant.uncapped().ifPresent(uncapped -> details.add("not winsorised " + lift(uncapped)));
      wrapped("    ", String.join("; ", details));
    }
  }

  private static String difference(MetricReadout metric, Estimable<Effect> difference) {
    return difference
        .map(
            known ->
                Figures.difference(metric.metric(), known.value())
                    + " ("
                    + Figures.difference(metric.metric(), known.interval(Effect.LEVEL))
                    + ")")
        .figure()
        .orElseGet(() -> "not estimable, because " + why(difference));
  }

  private static String lift(Comparison comparison) {
    return comparison
        .lift()
        .map(
            lift ->
                Figures.lift(lift.value()) + " (" + Figures.lift(lift.interval(Effect.LEVEL)) + ")")
        .figure()
        .orElseGet(() -> "no lift, because " + why(comparison.lift()));
  }

  private static Optional<String> reason(Estimable<?> estimable) {
    return estimable.obstacle().map(obstacle -> obstacle.words());
  }

  private static String why(Estimable<?> estimable) {
    return reason(estimable).orElseThrow();
  }

  private void others(Experiment experiment, PopulationReadout population) {
    List<MetricReadout> others =
        population.metrics().stream().filter(metric -> metric.role() == Role.OTHER).toList();
    if (others.isEmpty() || experiment.variants().size() < 2) {
      return;
    }
    heading("to look into", false);
    for (MetricReadout metric : others) {
      line(
          "  "
              + left(metric.metric().name(), NAME)
              + right(Figures.value(metric.metric(), metric.control().value()), VALUE));
      for (VariantReadout variant : metric.variants()) {
        row("  " + variant.variant(), variant, metric);
      }
    }
  }

  private void row(String name, VariantReadout variant, MetricReadout metric) {
    Comparison comparison = variant.comparison();
    line(
        "  "
            + left(name, NAME)
            + right(Figures.value(metric.metric(), comparison.variant().value()), VALUE)
            + right(Figures.lift(comparison.lift()), LIFT)
            + right(
                comparison
                    .lift()
                    .map(lift -> Figures.lift(lift.interval(Effect.LEVEL)))
                    .figure()
                    .orElse(Figures.NONE),
                INTERVAL)
            + right(Figures.p(comparison.pValue()), P)
            + variant.adjustedPValue().map(p -> right(Figures.p(p), P)).orElse(""));
  }

  private static String left(String text, int width) {
    String cut = cut(text, width - 1);
    return cut + " ".repeat(width - length(cut));
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(1, width - length(text))) + text;
  }

  private static String cut(String text, int width) {
    String plain = plain(text);
    return length(plain) <= width
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, width - 1)) + "…";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Without what would steer a terminal or turn its line around. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              int type = Character.getType(point);
              boolean steers = type == Character.CONTROL || type == Character.FORMAT;
              plain.appendCodePoint(Character.isWhitespace(point) ? ' ' : steers ? 0xFFFD : point);
            });
    return plain.toString();
  }

  /** Words in lines, cut where one is longer than a line. */
  private void wrapped(String indent, String text) {
    StringBuilder line = new StringBuilder(indent);
    boolean begun = false;
    for (String word : plain(text).trim().split(" +")) {
      if (begun && length(line.toString()) + 1 + length(word) > WIDTH) {
        line(line.toString());
        line = new StringBuilder(indent);
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
      begun = true;
    }
    line(line.toString());
  }

  private void line(String text) {
    String cut = length(text) <= WIDTH ? text : cut(text, WIDTH);
    out.append(cut.stripTrailing()).append('\n');
  }
}
