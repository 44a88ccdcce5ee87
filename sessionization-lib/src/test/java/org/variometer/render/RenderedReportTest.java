package org.variometer.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.report.ExperimentReadout;
import org.variometer.report.MetricReadout;
import org.variometer.report.PopulationReadout;
import org.variometer.report.Report;
import org.variometer.report.Scene;
import org.variometer.report.VariantReadout;
import org.variometer.statistics.Effect;

/** Each form says the same, and says in words what can't be estimated. */
class RenderedReportTest {
  private static final Path GOLDEN = Path.of("src/test/resources/report");
  private static final String CATALOGUE =
      """
      experiments = [{
        id = checkout, name = "One-page checkout", hypothesis = "Fewer give up."
        owner = "Checkout team"
        variants = [{name = control}, {name = one_page}]
        start = "2026-11-20T00:00:00Z"
        primary = [conversion, revenue]
        guardrails = [error_rate]
        cuped = true, winsorized = 99.9
      }]
      """;

  @TempDir private Path folder;

  /** That of {@code org.variometer.report.ReadoutTallyTest}, whose figures are checked there. */
  private Report handMade() throws IOException {
    return new Scene(folder).handMade().report(CATALOGUE);
  }

  /** Two of its metrics, so that a person can read all figures. */
  private Report twoMetrics() throws IOException {
    Report report = handMade();
    ExperimentReadout experiment = report.experiments().get(0);
    PopulationReadout population = experiment.populations().get(0);
    List<MetricReadout> metrics =
        population.metrics().stream()
            .filter(metric -> List.of("revenue", "error_rate").contains(metric.metric().name()))
            .toList();
    return new Report(
        report.source(),
        report.within(),
        List.of(
            new ExperimentReadout(
                experiment.site(),
                experiment.experiment(),
                experiment.within(),
                List.of(
                    new PopulationReadout(
                        population.population(),
                        population.variants(),
                        population.outside(),
                        population.firstUnknown(),
                        population.splitOfAll(),
                        population.split(),
                        metrics)))),
        List.of("not_begun"));
  }

  @Test
  void theHandMadeExperimentIsReportedAsTextWordForWord() throws IOException {
    assertThat(TextReport.write(handMade()))
        .isEqualTo(Files.readString(GOLDEN.resolve("hand-made.txt")));
  }

  @Test
  void theHandMadeExperimentIsReportedAsJsonDigitForDigit() throws IOException {
    assertThat(JsonReport.write(twoMetrics()))
        .isEqualTo(Files.readString(GOLDEN.resolve("two-metrics.json")));
  }

  @Test
  void theHandMadeExperimentIsReportedAsCsvDigitForDigit() throws IOException {
    assertThat(CsvReport.write(twoMetrics()))
        .isEqualTo(Files.readString(GOLDEN.resolve("two-metrics.csv")));
  }

  @Test
  void figuresInJsonReadBackToWhatStatisticsFound() throws IOException {
    Report report = handMade();
    JsonNode metric =
        new JsonMapper()
            .readTree(JsonReport.write(report))
            .at("/experiments/0/populations/0/metrics/0/variants/0");
    VariantReadout variant =
        report.experiments().get(0).populations().get(0).metrics().get(0).variants().get(0);
    Effect lift = variant.comparison().lift().get();
    JsonNode written = metric.at("/without_multiply_exposed/lift");
    assertThat(written.at("/value").doubleValue()).isEqualTo(lift.value());
    assertThat(written.at("/standard_error").doubleValue()).isEqualTo(lift.standardError());
    assertThat(written.at("/interval/0").doubleValue())
        .isEqualTo(lift.interval(Effect.LEVEL).lower());
    assertThat(written.at("/confidence_sequence/1").doubleValue())
        .isEqualTo(lift.confidenceSequence(Effect.LEVEL, Effect.TUNED_AT).upper());
    assertThat(metric.at("/adjusted_p_value").doubleValue())
        .isEqualTo(variant.adjustedPValue().orElseThrow().get());
  }

  @Test
  void whatCantBeEstimatedIsSaidInWordsAndNoNumberIsInfinite() throws IOException {
    List<Scene> scenes =
        List.of(
            new Scene(folder).visitors(1, "control"),
            new Scene(folder).visitors(1, "control").visitors(1, "red"),
            new Scene(folder).visitors(300, "control").visitors(10, "red"),
            new Scene(folder).visitors(300, "control").buyers(300, "red", "1"),
            new Scene(folder).switchers(2, "control", "red"));
    for (Scene scene : scenes) {
      Report report = scene.report("");
      for (String form :
          List.of(
              TextReport.write(report),
              JsonReport.write(report),
              CsvReport.write(report),
              HtmlReport.write(report))) {
        assertThat(form).doesNotContain("NaN", "Infinity", "∞", "null to", "Optional");
      }
      assertThat(JsonReport.write(report)).contains("\"not_estimable\"");
    }
    Report alone = new Scene(folder).visitors(3, "control").report("");
    assertThat(TextReport.write(alone)).contains("There is one variant alone");
    assertThat(HtmlReport.write(alone)).contains("There is one variant alone");
  }

  @Test
  void textFitsAHundredColumnsAndSteersNoTerminal() throws IOException {
    String name = "\u202E\u200B" + "very long name 🛒".repeat(7);
    String text =
        TextReport.write(
            new Scene(folder)
                .at(name, name)
                .visitors(20, name)
                .buyers(20, name, "999999.99")
                .visitors(20, name + "2")
                .buyers(30, name + "2", "0.01")
                .report(""));
    assertThat(text.lines())
        .allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isLessThan(101));
    assertThat(text).doesNotContain("\u202E").contains("very long name 🛒");
  }

  @Test
  void csvHasAsManyFieldsInEachLineAndQuotesNames() throws IOException {
    String csv =
        CsvReport.write(
            new Scene(folder)
                .at("shop", "a \"b\", c")
                .visitors(3, "control")
                .visitors(3, "x,y")
                .report(""));
    assertThat(csv)
        .startsWith(CsvReport.HEADER + "\n")
        .contains(",\"a \"\"b\"\", c\",", ",\"x,y\",");
    int columns = CsvReport.HEADER.split(",").length;
    assertThat(csv.lines())
        .allSatisfy(
            line ->
                assertThat(line.replaceAll("\"(\"\"|[^\"])*\"", "q").split(",", -1))
                    .hasSize(columns));
  }
}
