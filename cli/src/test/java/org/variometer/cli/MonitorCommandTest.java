package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.services.ServiceOptions;
import org.variometer.services.ZooKeeperService;

/** {@code monitor}: checks, maintenance, and words for what is wrong. */
@Timeout(180)
class MonitorCommandTest {
  @TempDir private Path folder;

  @Test
  void maintenanceIsSwitchedOnAndOffAndChecksKeepToIt() throws Exception {
    try (ZooKeeperService zooKeeper = zooKeeper()) {
      Path config = configuration(zooKeeper.address());
      Run on = Run.of("monitor", "--config", config, "--maintenance", "on");
      assertThat(on.exitCode()).as(on.err()).isZero();
      assertThat(on.err()).startsWith("variometer: maintenance of region local since 20");
      Run check = Run.of("monitor", "--config", config, "--once");
      assertThat(check.exitCode()).as(check.err()).isZero();
      assertThat(check.err()).contains(" nothing: there is maintenance");
      assertThat(Files.getPosixFilePermissions(folder.resolve("monitor")))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      Run off = Run.of("monitor", "--config", config, "--maintenance", "off");
      assertThat(off.err().strip()).isEqualTo("variometer: no maintenance of region local");
      Run after = Run.of("monitor", "--config", config, "--once", "--dry-run");
      assertThat(after.exitCode()).as(after.err()).isZero();
      assertThat(after.err())
          .contains(" hold: the stream is left alone, because Kafka at 127.0.0.1:1")
          .contains("dry run: would tell OPENED");
    }
  }

  @Test
  void itChecksAgainAndAgainUntilItIsStopped() throws Exception {
    try (ZooKeeperService zooKeeper = zooKeeper();
        Child child =
            Child.onSpark(
                "monitor", "--config", configuration(zooKeeper.address()), "--every", "1s")) {
      BufferedReader output = child.process().inputReader(UTF_8);
      List<String> lines = new ArrayList<>();
      while (lines.stream().filter(line -> line.contains(" hold: ")).count() < 2) {
        String line = output.readLine();
        assertThat(line).as("the end after %s", lines).isNotNull();
        lines.add(line);
      }
      child.signal("TERM");
      output.lines().forEach(lines::add);
      assertThat(child.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(child.process().exitValue()).as("%s", lines).isZero();
      assertThat(lines).contains("variometer: stopped");
      assertThat(Files.readString(folder.resolve("alive"))).startsWith("20");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--once --every 5m|variometer: --once and --every exclude one another; see --help",
        "--maintenance on --once|variometer: --maintenance stands alone; see --help",
      })
  void optionsThatDoNotGoTogetherAreWrongUsage(String options, String message) {
    List<Object> args = new ArrayList<>(List.of("monitor"));
    args.addAll(List.of(options.split(" ")));
    Run run = Run.of(args.toArray());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip()).isEqualTo(message);
  }

  @Test
  void anIntervalThatIsNoneIsAnErrorOfTheConfiguration() {
    Run run = Run.of("monitor", "--every", "often");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("variometer.monitor.every: often (--every); expected a duration");
  }

  @Test
  void maintenanceWithoutZooKeeperSaysSo() throws IOException {
    Run run = Run.of("monitor", "--config", configuration("127.0.0.1:1"), "--maintenance", "on");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("variometer: ZooKeeper at 127.0.0.1:1 can't be reached");
  }

  @Test
  void aDirectoryThatCanNotBeIsNamedWithItsKey() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Run run =
        Run.of(
            "monitor",
            "--once",
            "--config",
            configuration("127.0.0.1:1"),
            "-Dvariometer.monitor.directory=" + file.resolve("monitor"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("variometer: the monitor's directory, " + file.resolve("monitor"))
        .contains("Not a directory", "Name another: variometer.monitor.directory");
  }

  private ZooKeeperService zooKeeper() throws Exception {
    ZooKeeperService zooKeeper =
        new ZooKeeperService(ServiceOptions.in(folder.resolve("zookeeper")).withBriefLife());
    zooKeeper.start();
    return zooKeeper;
  }

  private Path configuration(String zooKeeper) throws IOException {
    return Files.writeString(
        folder.resolve("monitor.conf"),
        """
        variometer {
          kafka.bootstrap-servers = "127.0.0.1:1"
          zookeeper { connect = "%s", connect-timeout = 3s }
          kairosdb.url = "http://127.0.0.1:1"
          monitor {
            directory = "%s"
            probe-timeout = 8s
            heartbeat.file = "%s"
          }
        }
        """
            .formatted(zooKeeper, folder.resolve("monitor"), folder.resolve("alive")));
  }
}
