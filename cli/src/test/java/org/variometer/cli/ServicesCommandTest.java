package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code services} (spec §9): runs until it is stopped, and stops cleanly. */
class ServicesCommandTest {
  private static final int SECONDS = 40;

  @TempDir private Path folder;

  @Test
  void aTakenPortIsOneLineAndNothingIsStarted() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Run run =
          Run.of(
              "services",
              "--zookeeper-port",
              0,
              "--kairosdb-port",
              0,
              "--kafka-port",
              other.getLocalPort(),
              "--data",
              folder);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.errors().get(1))
          .isEqualTo(
              "variometer: port "
                  + other.getLocalPort()
                  + " of 127.0.0.1, which Kafka needs, is taken by another process; stop that one,"
                  + " or choose another port with --kafka-port");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--zookeeper-port=-1",
        "--kafka-port=65536",
        "--kairosdb-port=9092",
        "--partitions=0",
        "--partitions=1001"
      })
  void whatCannotBeIsSaidBeforeAnythingIsStarted(String option) {
    Run run = Run.of("services", option);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).hasSize(1);
    assertThat(run.errors().get(0)).contains(option.replace("=", ": ").split(": ")[0]);
  }

  @Test
  void runsUntilCtrlCAndLeavesNothing() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dvariometer.home=" + System.getProperty("variometer.home"),
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "services",
                "--zookeeper-port=0",
                "--kafka-port=0",
                "--kairosdb-port=0")
            .redirectErrorStream(true)
            .start();
    try {
      List<String> lines = new ArrayList<>();
      BufferedReader output = process.inputReader(UTF_8);
      do {
        String line = output.readLine();
        assertThat(line).as("the end after %s", lines).isNotNull();
        lines.add(line);
      } while (!lines.get(lines.size() - 1).contains("Ctrl-C"));
      assertThat(lines).anyMatch(line -> line.matches(" +Kafka +127\\.0\\.0\\.1:\\d+ +.*: 4"));
      List<ProcessHandle> children = process.children().toList();
      assertThat(children).hasSize(3);
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(output.lines()).containsExactly("variometer: stopping");
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    } finally {
      process.destroyForcibly();
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
