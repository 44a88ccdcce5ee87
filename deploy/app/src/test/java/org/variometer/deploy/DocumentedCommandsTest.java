package org.variometer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.variometer.cli.Main;
import picocli.CommandLine;

/** Whatever the documents tell people to type is there; of other modules, by its name alone. */
class DocumentedCommandsTest {
  /** In a line of its own, or between words. */
  private static final Pattern TYPED =
      Pattern.compile("^ *\\$ (.+)$|^ {4}(\\./variometer .+)$|`([./a-z]+/[a-z]+ [^`\\n]+)`");

  private static final Pattern SETTING = Pattern.compile("[A-Z_]+=\\S+");
  private static final Pattern UNIT = Pattern.compile("variometer-[a-z]+(\\.[a-z]+)?");

  /** Programs of modules of their own, which the launcher knows. */
  private static final List<String> APART = List.of("chaos", "bench", "cluster");

  @Test
  void commandsHaveTheOptionsThatTheyAreDocumentedWith() throws IOException {
    int checked = 0;
    for (String command : documented()) {
      List<String> words = words(command);
      String program = words.get(0);
      List<String> rest = words.subList(1, words.size());
      if (rest.isEmpty()) {
        continue;
      }
      if (program.equals("./variometer") || program.endsWith("bin/variometer")) {
        requireCommand(command, rest);
      } else if (program.endsWith("bin/stream")) {
        assertThat(rest.get(0)).as(command).isIn("submit", "kill", "status");
        requireParsed(command, with("stream", rest.subList(1, rest.size())));
      } else if (program.endsWith("bin/batch")) {
        requireParsed(command, with("batch", rest));
      } else {
        continue;
      }
      checked++;
    }
    assertThat(checked).isGreaterThan(30);
  }

  @Test
  void unitsThatAreStartedAndStoppedAreDelivered() throws IOException {
    List<String> named = new ArrayList<>();
    for (String command : documented()) {
      if (command.startsWith("systemctl ")) {
        Matcher units = UNIT.matcher(command);
        while (units.find()) {
          named.add(units.group(1) == null ? units.group() + ".service" : units.group());
        }
      }
    }
    assertThat(named).hasSizeGreaterThan(5);
    for (String unit : named) {
      assertThat(Built.source("deploy/systemd/" + unit)).isRegularFile();
    }
  }

  private static void requireCommand(String command, List<String> arguments) throws IOException {
    if (APART.contains(arguments.get(0))) {
      assertThat(Files.readString(Built.source("variometer")))
          .as(command)
          .contains("  " + arguments.get(0) + ") module=");
    } else {
      requireParsed(command, arguments);
    }
  }

  private static void requireParsed(String command, List<String> arguments) {
    try {
      CommandLine.ParseResult unused =
          new CommandLine(new Main())
              .setCaseInsensitiveEnumValuesAllowed(true)
              .parseArgs(arguments.toArray(String[]::new));
    } catch (CommandLine.MissingParameterException e) {
      // Between words an option may stand without what it is given; it is there.
      return;
    } catch (CommandLine.ParameterException e) {
      throw new AssertionError(command + ": " + e.getMessage(), e);
    }
  }

  private static List<String> with(String first, List<String> others) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return all;
  }

  /** Up to what a shell would make of the rest; without settings in front, and words left out. */
  private static List<String> words(String command) {
    String plain = command.replaceAll(" *(#|&&|>|\\|).*", "").replaceAll(" *…", "");
    return Arrays.stream(plain.strip().split("\\s+"))
        .dropWhile(word -> SETTING.matcher(word).matches())
        .toList();
  }

  private static List<String> documented() throws IOException {
    List<String> commands = new ArrayList<>();
    List<Path> documents = new ArrayList<>(List.of(Built.source("README.md")));
    try (Stream<Path> docs = Files.list(Built.source("docs"))) {
      docs.sorted().forEach(documents::add);
    }
    for (Path document : documents) {
      for (String line : Files.readAllLines(document)) {
        Matcher typed = TYPED.matcher(line);
        while (typed.find()) {
          commands.add(
              Stream.of(typed.group(1), typed.group(2), typed.group(3))
                  .filter(found -> found != null)
                  .findFirst()
                  .orElseThrow());
        }
        Matcher control = Pattern.compile("`(systemctl [^`]+)`").matcher(line);
        while (control.find()) {
          commands.add(control.group(1));
        }
      }
    }
    return commands;
  }
}
