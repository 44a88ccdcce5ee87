package org.variometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every command says what it does and what its options are. */
class HelpTest {

  static Stream<String> commands() {
    return new CommandLine(new Main()).getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpOfACommandDescribesEveryOption(String command) {
    Run run = command.equals("help") ? Run.of("help", "--help") : Run.of(command, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    CommandLine line = new CommandLine(new Main()).getSubcommands().get(command);
    for (OptionSpec option : line.getCommandSpec().options()) {
      for (String name : option.names()) {
        assertThat(run.out()).contains(name.replace("--no-", "--[no-]"));
      }
      assertThat(option.description()).as(option.longestName()).isNotEmpty();
    }
  }

  @Test
  void helpNamesEveryCommand() {
    Run run = Run.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains(commands().toArray(String[]::new));
    assertThat(Run.of("help").out()).isEqualTo(run.out());
  }

  @Test
  void helpOfOptionsIsOfferedInTheirCommand() {
    assertThat(Run.of("help", "metrics").out()).isEqualTo(Run.of("metrics", "--help").out());
  }

  @Test
  void theVersionIsPrinted() {
    Run run = Run.of("--version");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().toLowerCase(Locale.ROOT)).startsWith("variometer ");
  }
}
