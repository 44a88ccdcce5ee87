package org.variometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code report} (spec §9): experiments out of files, without a service. */
class ReportCommandTest {
  private static final String CATALOGUE =
      """
      experiments = [{
        id = checkout, name = "One-page checkout", hypothesis = "Fewer give up.", owner = "Shop"
        variants = [{name = control}, {name = one_page}]
        start = "2026-11-20T00:00:00Z", primary = [conversion]
      }]
      """;

  @TempDir private Path folder;
  private Path beacons;
  private Path catalogue;

  @BeforeEach
  void write() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String variant = i % 2 == 0 ? "control" : "one_page";
      lines.add(
          beacon(
              i,
              "'pageView','assigned':[{'experiment':'checkout','variant':'" + variant + "'}]",
              0));
      if (i % 10 < (i % 2 == 0 ? 4 : 8)) {
        lines.add(beacon(i, "'order','order':{'id':'o','revenue':'10.50'}", 1));
      }
    }
    lines.add("no beacon");
    beacons = Files.write(folder.resolve("beacons.jsonl"), lines);
    catalogue = Files.writeString(folder.resolve("experiments.conf"), CATALOGUE);
  }

  private static String beacon(int visitor, String what, int second) {
    return "{'beaconId':'b%2$d','sessionId':'s%1$d','visitorId':'v%1$d','site':'shop','timestamp':%3$d,'type':%4$s}"
        .formatted(visitor, second, 1_795_168_800_000L + 1000L * second, what)
        .replace('\'', '"');
  }

  @ParameterizedTest
  @CsvSource({
    "text,Read from the first beacon",
    "json,'{\n  \"format\" : 1,'",
    "csv,'as_of,site,experiment,'",
    "html,<!DOCTYPE html>"
  })
  void eachFormGoesToStandardOutputOrIntoAFile(String format, String beginning) throws IOException {
    Run run = Run.of("report", "--input", beacons, "--format", format);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith(beginning).contains("checkout", "one_page");
    assertThat(run.errors())
        .containsExactly("variometer: rejected 1 of 321 records: malformed_json 1");
    Path file = folder.resolve("report." + format);
    Run intoFile = Run.of("report", "--format", format, "-o", file, "--input", beacons);
    assertThat(intoFile.exitCode()).isZero();
    assertThat(intoFile.out()).isEmpty();
    assertThat(Files.readString(file)).isEqualTo(run.out());
  }

  @Test
  void theCatalogueIsThatOfTheOptionOrOfTheConfiguration() {
    String expected =
        Run.of("report", "--input", beacons, "--catalogue", catalogue, "--format", "json").out();
    Config first = ConfigFactory.parseString(expected).getConfigList("experiments").get(0);
    assertThat(first.getString("name")).isEqualTo("One-page checkout");
    assertThat(first.getConfigList("variants").get(0).getString("variant")).isEqualTo("control");
    assertThat(
            Run.of(
                    "report",
                    "-Dvariometer.catalogue=" + catalogue,
                    "--format",
                    "json",
                    "--input",
                    beacons)
                .out())
        .isEqualTo(expected);
  }

  @Test
  void whatTheBatchHasPublishedGivesTheReportOfItsBeacons() throws IOException {
    Path batch = folder.resolve("batch");
    PublishedVisitors.publish(beacons, batch);
    Run ofTables =
        Run.of(
            "report",
            "-Dvariometer.batch.directory=" + batch,
            "--catalogue",
            catalogue,
            "--experiment",
            "checkout",
            "--format",
            "json");
    assertThat(ofTables.err()).isEmpty();
    assertThat(ofTables.exitCode()).isZero();
    assertThat(ofTables.out())
        .contains("\"kind\" : \"tables\"", "\"newest\" : \"2026-11-21T00:00:00Z\"");
    Run ofFiles =
        Run.of("report", "--input", beacons, "--catalogue", catalogue, "--format", "json");
    assertThat(experiments(ofTables)).isEqualTo(experiments(ofFiles)).contains("\"lift\" : {");
  }

  /** All but where it comes from. */
  private static String experiments(Run run) {
    return run.out().substring(run.out().indexOf("\"experiments\" :"));
  }

  @Test
  void aTableThatIsGoneIsNamed() throws IOException {
    Path batch = folder.resolve("batch");
    PublishedVisitors.publish(beacons, batch);
    Path gone;
    try (Stream<Path> files = Files.walk(batch)) {
      gone =
          files.filter(file -> file.toString().endsWith(".orc")).sorted().findFirst().orElseThrow();
    }
    Files.delete(gone);
    Run run = Run.of("report", "-Dvariometer.batch.directory=" + batch);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).hasSize(1);
    assertThat(run.errors().get(0))
        .startsWith("variometer: ")
        .contains(gone.getFileName().toString());
  }

  @Test
  void anExperimentThatIsNotThereIsNamedWithThoseThatAre() {
    assertFails(
        2,
        "variometer: --experiment: chekout; neither met by a visitor nor in the catalogue; there"
            + " are: checkout",
        "--input",
        beacons,
        "--experiment",
        "chekout");
  }

  @Test
  void aSiteThatIsNotThereIsNamedWithThoseThatAre() {
    assertFails(
        2,
        "variometer: --site: outlet; no visitor was there; there are: shop",
        "--input",
        beacons,
        "--site",
        "outlet");
  }

  @Test
  void aTimeWithoutVisitorsIsALine() {
    Run run = Run.of("report", "--input", beacons, "--from", "2026-12-01T00:00:00Z");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors().get(1))
        .startsWith(
            "variometer: " + beacons + " (320 beacons accepted): no visitor met an experiment")
        .contains("--from and --to");
  }

  @Test
  void anEmptyFileIsALine() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.jsonl"));
    Run run = Run.of("report", "--input", empty);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).hasSize(1);
    assertThat(run.errors().get(0)).startsWith("variometer: " + empty + " (0 beacons accepted): ");
  }

  @Test
  void oneVariantIsAReportThatSaysSo() throws IOException {
    Path one =
        Files.writeString(
            folder.resolve("one.jsonl"),
            beacon(1, "'pageView','assigned':[{'experiment':'e','variant':'v'}]", 0));
    Run run = Run.of("report", "--input", one);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("There is one variant alone: nothing to compare it with.");
  }

  @Test
  void whereNoSlotIsPublishedItSaysWhereAndWhatToDo() {
    Path nowhere = folder.resolve("batch");
    Run run = Run.of("report", "-Dvariometer.batch.directory=" + nowhere);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).hasSize(1);
    assertThat(run.errors().get(0))
        .contains(
            nowhere.toString(), "no slot is published there", "./variometer batch", "--input");
  }

  @Test
  void filesThatCantBeReadAreNamed() {
    Path missing = folder.resolve("missing.jsonl");
    assertFails(1, "variometer: " + missing + ": no such file", "--input", missing);
    Run run = Run.of("report", "--input", beacons, "-o", folder.resolve("no/such/report.txt"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no/such/report.txt: no such file or folder");
    Run catalogueless = Run.of("report", "--input", beacons, "--catalogue", missing);
    assertThat(catalogueless.exitCode()).isEqualTo(2);
    assertThat(catalogueless.err()).contains("missing.jsonl");
  }

  @ParameterizedTest
  @CsvSource({
    "--format,pdf,'expected text, json, csv or html'",
    "--from,yesterday,expected an instant from 1970 on",
    "--to,2026-11-20,expected an instant from 1970 on",
    "--threads,0,expected a number from 1"
  })
  void wrongOptionsSayWhatIsRight(String option, String value, String message) {
    Run run = Run.of("report", option, value, "--input", beacons);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).hasSize(1);
    assertThat(run.errors().get(0)).contains(option + ": " + value, message);
  }

  @Test
  void theEndIsNotBeforeTheBeginning() {
    assertFails(
        2,
        "variometer: --from: 2026-11-21T00:00:00Z; expected an instant not after --to,"
            + " 2026-11-20T00:00:00Z",
        "--from",
        "2026-11-21T00:00:00Z",
        "--to",
        "2026-11-20T00:00:00Z",
        "--input",
        beacons);
  }

  private static void assertFails(int exitCode, String lastLine, Object... args) {
    List<Object> all = new ArrayList<>(List.of("report"));
    all.addAll(List.of(args));
    Run run = Run.of(all.toArray());
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors().get(run.errors().size() - 1)).isEqualTo(lastLine);
  }
}
