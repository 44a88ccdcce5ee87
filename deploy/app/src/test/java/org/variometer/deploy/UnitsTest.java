package org.variometer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;

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

  /** By its own user, to whom systemctl is refused. */
  @Test
  void whatTheMonitorIsDocumentedToRunIsDelivered() throws IOException {
    Pattern command = Pattern.compile("(stop|start)-command = \\[([^,\\]]+), (kill|submit)\\]");
    for (String document : List.of("deploy/conf/reference.conf", "docs/OPERATIONS.md")) {
      String text = Files.readString(Built.source(document));
      assertThat(text).as(document).doesNotContain("[systemctl");
    }
    Matcher found = command.matcher(Files.readString(Built.source("docs/OPERATIONS.md")));
    int commands = 0;
    while (found.find()) {
      assertThat(found.group(2)).isEqualTo(DEPLOYED + "/bin/stream");
      commands++;
    }
    assertThat(commands).isEqualTo(2);
    assertThat(Built.sparkHome().resolve("bin/stream")).isExecutable();
  }

  @Test
  void whoeverSubmitsHasNoSecretOfTheApps() throws IOException {
    assertThat(Files.readString(Built.source("deploy/systemd/variometer-stream.service")))
        .doesNotContain("secrets.env");
    assertThat(Files.readString(Built.source("deploy/systemd/variometer-worker.service")))
        .contains("EnvironmentFile=-/etc/variometer/secrets.env");
    for (Path unit : units()) {
      if (unit.toString().endsWith(".service")) {
        assertThat(Files.readAllLines(unit))
            .as("%s, which speaks with the master", unit)
            .contains("EnvironmentFile=-/etc/variometer/cluster.env");
      }
    }
  }

  /** The old stream has all the time that Spark gives it, and the monitor all that it may take. */
  @Test
  void whoWaitsIsMorePatientThanWhoIsWaitedFor() throws IOException {
    Duration patience =
        VariometerConfig.from(VariometerConfig.load(Optional.empty(), Map.of()))
            .monitor()
            .restart()
            .patience();
    String given = Built.sparkDefaults().getProperty("spark.worker.driverTerminateTimeout");
    assertThat(given).matches("[0-9]+s");
    Matcher waits =
        Pattern.compile("\\(\\(SECONDS < ([0-9]+)\\)\\) \\|\\| fail")
            .matcher(Files.readString(Built.source("deploy/spark/src/bin/stream")));
    assertThat(waits.find()).isTrue();
    Duration kill = Duration.ofSeconds(Long.parseLong(waits.group(1)));
    assertThat(kill).isGreaterThan(Duration.parse("PT" + given));
    assertThat(patience).isGreaterThan(kill);
    assertThat(timeToStop("stream")).isGreaterThan(kill);
    List<String> unit =
        Files.readAllLines(Built.source("deploy/systemd/variometer-monitor.service"));
    // What it has started goes on meanwhile.
    assertThat(unit).contains("KillMode=mixed");
    assertThat(timeToStop("monitor")).isGreaterThan(patience.multipliedBy(3));
  }

  private static Duration timeToStop(String unit) throws IOException {
    List<String> lines =
        Files.readAllLines(Built.source("deploy/systemd/variometer-" + unit + ".service")).stream()
            .filter(line -> line.startsWith("TimeoutStopSec="))
            .toList();
    assertThat(lines).hasSize(1);
    return Duration.ofSeconds(Long.parseLong(lines.get(0).replaceFirst(".*=", "")));
  }

  private static List<Path> units() throws IOException {
    try (Stream<Path> files = Files.list(Built.source("deploy/systemd"))) {
      return files.sorted().toList();
    }
  }
}
