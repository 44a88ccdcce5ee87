package org.variometer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scripts are short, strict, and without what shellcheck finds. */
class ScriptsTest {
  private static final int MAX_LINES = 56;

  /** Read by the others. */
  private static final Set<String> SOURCED = Set.of("environment", "cluster");

  @Test
  void shellcheckFindsNothing() throws Exception {
    List<String> command = new ArrayList<>(List.of("shellcheck", "-x", "-P", "SCRIPTDIR"));
    scripts().forEach(script -> command.add(script.toString()));
    assertThat(Tool.said(command)).isEmpty();
  }

  @Test
  void eachIsStrictShortAndCanBeRun() throws IOException {
    for (Path script : scripts()) {
      List<String> lines = Files.readAllLines(script);
      assertThat(lines).as("%s", script).hasSizeLessThanOrEqualTo(MAX_LINES);
      boolean sourced = SOURCED.contains(script.getFileName().toString());
      assertThat(lines.contains("set -euo pipefail")).as("%s", script).isNotEqualTo(sourced);
      assertThat(Files.isExecutable(Built.sparkHome().resolve(name(script))))
          .as("%s", script)
          .isNotEqualTo(sourced);
    }
  }

  @Test
  void driversAndExecutorsGetTheVeryOptionsOfJava17() throws IOException {
    List<String> options =
        Files.readAllLines(Built.source("deploy/conf/java-17.options")).stream()
            .filter(line -> line.startsWith("-"))
            .toList();
    assertThat(options).hasSizeGreaterThan(10);
    Properties defaults = Built.sparkDefaults();
    for (String process : List.of("driver", "executor")) {
      assertThat(defaults.getProperty("spark." + process + ".extraJavaOptions").split("\\s+"))
          .containsExactlyElementsOf(options);
    }
  }

  private static String name(Path script) {
    return script.getParent().getFileName() + "/" + script.getFileName();
  }

  private static List<Path> scripts() throws IOException {
    List<Path> scripts = new ArrayList<>();
    for (String folder : List.of("bin", "sbin")) {
      try (Stream<Path> files = Files.list(Built.source("deploy/spark/src/" + folder))) {
        files.forEach(scripts::add);
      }
    }
    assertThat(scripts).hasSizeGreaterThan(5);
    return scripts;
  }
}
