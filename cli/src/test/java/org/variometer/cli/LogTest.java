package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What libraries say beside what a command says. */
class LogTest {
  @TempDir private Path folder;

  @Test
  void aFailureThatTheCommandExplainsIsItsLineAlone() throws IOException {
    assertThat(sendToNobody())
        .singleElement()
        .asString()
        .contains(" does not answer (nothing came in time); ");
  }

  @Test
  void aLevelShowsMoreALineEach() throws IOException {
    assertThat(sendToNobody("-Dvariometer.log.level=info"))
        .hasSizeGreaterThan(1)
        .anyMatch(line -> line.matches("[-\\dT:.Z+]+ INFO AdminClientConfig: .*"));
  }

  private List<String> sendToNobody(String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("a.jsonl"), "x");
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    List<String> all = new ArrayList<>(List.of(options));
    // Not the one for tests.
    all.add("-Dlog4j2.configurationFile=classpath:log4j2.properties");
    try (Child child =
        Child.of(
            all,
            "send",
            "-Dvariometer.kafka.bootstrap-servers=127.0.0.1:" + closedPort,
            "-Dvariometer.kafka.properties.\"default.api.timeout.ms\"=1000",
            "-Dvariometer.kafka.properties.\"request.timeout.ms\"=1000",
            file)) {
      return child.process().inputReader(UTF_8).lines().toList();
    }
  }
}
