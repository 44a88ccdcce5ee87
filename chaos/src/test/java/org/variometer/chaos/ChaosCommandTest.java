package org.variometer.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.chaos.agent.SafetyStep;
import org.variometer.chaos.fault.FaultKind;

/** What {@code ./variometer chaos} says of itself, and of wrong usage. */
class ChaosCommandTest {

  /** What a run printed. */
  private record Run(int exitCode, String out, String err) {
    static Run of(String... args) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int code =
          ChaosCommand.execute(
              args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
      return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
    }
  }

  @Test
  void listNamesAllFaultsAndSteps() {
    Run run = Run.of("--list");
    assertThat(run.exitCode()).isZero();
    for (FaultKind kind : FaultKind.ofStream()) {
      assertThat(run.out()).contains(kind.name(), kind.words());
    }
    for (FaultKind kind : FaultKind.ofBatch()) {
      assertThat(run.out()).contains(kind.name());
    }
    for (SafetyStep step : SafetyStep.values()) {
      assertThat(run.out()).contains("--without " + step.label(), step.words());
    }
  }

  @Test
  void helpNamesEveryOption() {
    Run run = Run.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("--seed", "--minutes", "--most", "--faults", "--layers", "--without", "--keep");
  }

  @ParameterizedTest
  @CsvSource({
    "--minutes,0,1 to 1440",
    "--minutes,1441,1 to 1440",
    "--rate,0,1 to 10000",
    "--rate,10001,1 to 10000",
    "--most,0,from 1",
    "--layers,batch,stream or both",
    "--faults,batch-kill,--list",
    "--faults,nonsense,--list",
    "--without,nonsense,--list",
    "--without,zeros,--layers both"
  })
  void wrongUsageSaysWhatWouldBeRight(String option, String value, String right) {
    Run run = Run.of(option, value);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(option + ": " + value, right);
  }

  @Test
  void aFolderToKeepFilesInHasToBeEmpty(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("something"));
    Run run = Run.of("--keep", folder.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--keep: " + folder + " is not empty");
  }

  @Test
  void aWrongConfigurationIsSaidBeforeAnythingIsStarted(@TempDir Path folder) throws IOException {
    Path wrong = Files.writeString(folder.resolve("w.conf"), "variometer.stream.shards = 0");
    Run run = Run.of("--config", wrong.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("variometer.stream.shards");
    assertThat(run.out()).isEmpty();
  }
}
