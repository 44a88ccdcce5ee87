package org.variometer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units of systemd run what is deployed, and may do little else. */
class UnitsTest {
  private static final String DEPLOYED = "/opt/variometer/spark";

  @TempDir private Path directory;

  @Test
  void systemdFindsNothingWrong() throws Exception {
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
    for (Path unit : units()) {
      // As if it were deployed.
      String text = Files.readString(unit).replace(DEPLOYED, Built.sparkHome().toString());
      command.add(Files.writeString(directory.resolve(unit.getFileName()), text).toString());
    }
    assertThat(Tool.said(command)).isEmpty();
  }

  @Test
  void eachServiceIsLockedIn() throws IOException {
    for (Path unit : units()) {
      if (unit.toString().endsWith(".service")) {
        assertThat(Files.readAllLines(unit))
            .as("%s", unit)
            .contains(
                "User=variometer",
                "UMask=0077",
                "NoNewPrivileges=yes",
                "CapabilityBoundingSet=",
                "ProtectSystem=strict",
                "ProtectHome=yes",
                "PrivateTmp=yes",
                "StateDirectory=variometer");
      }
    }
  }

  @Test
  void whatTheyRunIsInTheSparkHome() throws IOException {
    int found = 0;
    for (Path unit : units()) {
      for (String line : Files.readAllLines(unit)) {
        if (line.startsWith("Exec")) {
          String script = line.substring(line.indexOf('=') + 1).split(" ")[0];
          assertThat(script).startsWith(DEPLOYED + "/");
          assertThat(Built.sparkHome().resolve(script.substring(DEPLOYED.length() + 1)))
              .isExecutable();
          found++;
        }
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(6);
  }

  @Test
  void whoeverSubmitsHasNoSecrets() throws IOException {
    assertThat(Files.readString(Built.source("deploy/systemd/variometer-stream.service")))
        .doesNotContain("secrets.env");
    assertThat(Files.readString(Built.source("deploy/systemd/variometer-worker.service")))
        .contains("EnvironmentFile=-/etc/variometer/secrets.env");
  }

  private static List<Path> units() throws IOException {
    try (Stream<Path> files = Files.list(Built.source("deploy/systemd"))) {
      return files.sorted().toList();
    }
  }
}
