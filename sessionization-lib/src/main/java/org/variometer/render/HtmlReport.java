package org.variometer.render;

import java.util.List;
import java.util.function.Function;
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
import org.variometer.statistics.SampleRatio;

/**
 * A report as one HTML file that can be mailed: it loads nothing and runs nothing, follows the
 * reader's choice of light or dark, and can be read on a phone and by a screen reader.
 */
public final class HtmlReport {
  private static final String CLASS = "class";

  private static final String STYLE =
      """
      :root{color-scheme:light dark;--fg:#1b1f24;--bg:#fff;--soft:#57606a;--line:#d0d7de;--good:#1a7f37;--bad:#b3261e;--plain:#0b57a4}
      @media (prefers-color-scheme:dark){:root{--fg:#e6edf3;--bg:#0d1117;--soft:#9ba6b2;--line:#30363d;--good:#4ac26b;--bad:#ff8a80;--plain:#79b8ff}}
      *{box-sizing:border-box}
      body{margin:0 auto;max-width:60rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg);overflow-wrap:anywhere}
      h1{font-size:1.5rem}h2{font-size:1.3rem;margin-top:2.5rem;border-top:2px solid var(--line);padding-top:1rem}h3{font-size:1.1rem}
      p{margin:.5rem 0}.soft,caption{color:var(--soft)}.good{color:var(--good)}.bad{color:var(--bad);font-weight:600}
      .scroll{overflow-x:auto}
      table{border-collapse:collapse;font-size:.875rem;margin:.75rem 0;font-variant-numeric:tabular-nums}
      caption{text-align:start;padding:.25rem 0}
      th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:end;white-space:nowrap}
      th[scope=row]{text-align:start;white-space:normal;min-width:8rem;max-width:16rem;font-weight:500}
      thead th:first-child{text-align:start}
      svg{display:block;width:100%;max-width:34rem;font:11px system-ui,sans-serif}
      svg text{fill:var(--fg)}svg text.axis,svg text.figures{fill:var(--soft)}
      svg line.zero{stroke:var(--line);stroke-width:1.5}svg line.sequence{stroke:var(--line);stroke-width:7}
      svg line.interval{stroke-width:3}svg line.plain{stroke:var(--plain)}svg line.good{stroke:var(--good)}svg line.bad{stroke:var(--bad)}
      svg circle.plain{fill:var(--plain)}svg circle.good{fill:var(--good)}svg circle.bad{fill:var(--bad)}
      summary{cursor:pointer;padding:.5rem 0}
      """;

  private final Html html = new Html();

  private HtmlReport() {}

  /** Writes a report. */
  public static String write(Report report) {
    HtmlReport page = new HtmlReport();
    page.report(report);
    return page.html.page();
  }

  private void report(Report report) {
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    // Whatever a mistake of ours might let in: nothing is loaded and nothing runs.
    html.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    html.element("title", "Experiments read out").element("style", STYLE).close();
    html.open("body").open("main").element("h1", "Experiments read out");
    html.element(
        "p",
        "Read "
            + Figures.span(report.within())
            + ", out of "
            + Figures.source(report.source())
            + ".",
        CLASS,
        "soft");
    report.experiments().forEach(this::experiment);
    if (!report.withoutVisitors().isEmpty()) {
      html.open("p").text("In the catalogue, without visitors: ");
      names(report.withoutVisitors());
      html.close();
    }
    html.element(
        "p",
        Figures.LEGEND + " In pictures the wide grey line is the confidence sequence.",
        CLASS,
        "soft");
    html.close().close().close();
  }

  private void names(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      html.text(i == 0 ? "" : ", ").element("bdi", names.get(i));
    }
  }

  private void experiment(ExperimentReadout readout) {
    Experiment experiment = readout.experiment();
    html.open("section").open("h2").element("bdi", experiment.name()).close();
    html.open("p", CLASS, "soft").text("Experiment ").element("bdi", experiment.id());
    html.text(" on site ").element("bdi", readout.site());
    html.text(", " + Figures.span(readout.within()));
    if (!experiment.owner().isEmpty()) {
      html.text("; owner: ").element("bdi", experiment.owner());
    }
    html.close();
    if (!experiment.hypothesis().isEmpty()) {
      html.open("p").text("Hypothesis: ").element("bdi", experiment.hypothesis()).close();
    }
    experiment.note().ifPresent(note -> html.open("p").text("Note: ").element("bdi", note).close());
    readout.populations().forEach(population -> population(experiment, population));
    html.close();
  }

  private void population(Experiment experiment, PopulationReadout population) {
    String tag = population.population().tag();
    html.element("h3", "Visitors " + tag);
    html.element(
        "p",
        Figures.count(population.compared())
            + " visitors are compared; "
            + Figures.count(population.multiplyExposed())
            + " met several variants and are left out.");
    split("Split: ", population.split());
    split("Split with those left out: ", population.splitOfAll());
    visitors(experiment, population);
    ForestPlot plot = new ForestPlot(population);
    if (!plot.isEmpty()) {
      plot.draw(html, "Lifts with their 95 % intervals, visitors " + tag);
    }
    if (experiment.variants().size() < 2) {
      html.element("p", "There is one variant alone: nothing to compare it with.");
      return;
    }
    metrics("Primary metrics and guardrails, visitors " + tag, named(population, true));
    html.open("details").element("summary", "Other metrics: to look into, not to decide by");
    metrics("Other metrics, visitors " + tag, named(population, false));
    html.close();
  }

  private static List<MetricReadout> named(PopulationReadout population, boolean named) {
    return population.metrics().stream()
        .filter(metric -> named == (metric.role() != Role.OTHER))
        .toList();
  }

  private void split(String title, Estimable<SampleRatio> split) {
    boolean wrong = split.map(known -> known.isMismatch(SampleRatio.ALPHA)).figure().orElse(false);
    html.element("p", title + Figures.split(split), CLASS, wrong ? "bad" : "soft");
  }

  private void table(String caption, String... columns) {
    html.open("div", CLASS, "scroll", "role", "region", "tabindex", "0", "aria-label", caption);
    html.open("table").element("caption", caption).open("thead").open("tr");
    for (String column : columns) {
      html.element("th", column, "scope", "col");
    }
    html.close().close().open("tbody");
  }

  private void endTable() {
    html.close().close().close();
  }

  private void head(String name) {
    html.open("th", "scope", "row").element("bdi", name).close();
  }

  private void cells(String... texts) {
    for (String text : texts) {
      html.element("td", text);
    }
  }

  private void visitors(Experiment experiment, PopulationReadout population) {
    table(
        "Visitors by variant, " + population.population().tag(),
        "Variant",
        "Visitors",
        "Multiply exposed",
        "Note");
    for (VariantVisitors variant : population.variants()) {
      visitors(variant, variant.variant().equals(experiment.control()) ? "control" : "");
    }
    population.outside().forEach(variant -> visitors(variant, "not in the catalogue, left out"));
    endTable();
  }

  private void visitors(VariantVisitors variant, String note) {
    html.open("tr");
    head(variant.variant());
    cells(Figures.count(variant.visitors()), Figures.count(variant.multiplyExposed()), note);
    html.close();
  }

  private void metrics(String caption, List<MetricReadout> metrics) {
    table(
        caption,
        "Metric and variant",
        "Control",
        "Variant",
        "Lift",
        "95 % interval of the lift",
        "Difference (95 % interval)",
        "p",
        "Holm",
        "Verdict",
        "Lift with the multiply exposed",
        "Lift adjusted by before",
        "Lift not winsorised");
    for (MetricReadout metric : metrics) {
      for (VariantReadout variant : metric.variants()) {
        row(metric, variant);
      }
    }
    endTable();
  }

  private void row(MetricReadout metric, VariantReadout variant) {
    Comparison comparison = variant.comparison();
    html.open("tr").open("th", "scope", "row").text(metric.metric().name() + ": ");
    html.element("bdi", variant.variant());
    html.text(metric.role() == Role.GUARDRAIL ? " (guardrail)" : "").close();
    cells(
        Figures.value(metric.metric(), comparison.control().value()),
        Figures.value(metric.metric(), comparison.variant().value()),
        words(comparison.lift(), lift -> Figures.lift(lift.value())),
        comparison
            .lift()
            .map(lift -> Figures.lift(lift.interval(Effect.LEVEL)))
            .figure()
            .orElse(Figures.NONE),
        words(
            comparison.difference(),
            difference ->
                Figures.difference(metric.metric(), difference.value())
                    + " ("
                    + Figures.difference(metric.metric(), difference.interval(Effect.LEVEL))
                    + ")"),
        Figures.p(comparison.pValue()),
        variant.adjustedPValue().map(Figures::p).orElse(""));
    html.element("td", Figures.verdict(metric, variant), CLASS, ForestPlot.look(metric, variant));
    cells(
        lift(variant.withMultiplyExposed()),
        variant.cuped().map(cuped -> words(cuped, HtmlReport::lift)).orElse(""),
        variant.uncapped().map(HtmlReport::lift).orElse(""));
    html.close();
  }

  private static String lift(Comparison comparison) {
    return words(
        comparison.lift(),
        lift ->
            Figures.lift(lift.value()) + " (" + Figures.lift(lift.interval(Effect.LEVEL)) + ")");
  }

  /** A figure, or in words why there is none. */
  private static <T> String words(Estimable<T> estimable, Function<T, String> figure) {
    return estimable
        .map(figure)
        .figure()
        .orElseGet(() -> "none, because " + estimable.obstacle().orElseThrow().words());
  }
}
