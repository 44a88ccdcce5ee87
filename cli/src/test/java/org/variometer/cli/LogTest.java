package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What libraries say beside what a command says. */
class LogTest {
  @TempDir private Path folder;

  @Test
  void aFailureThatTheCommandExplainsIsItsLineAlone() throws IOException {
    assertThat(sendToNobody(Map.of()))
        .singleElement()
        .asString()
        .contains(" does not answer (nothing came in time); ");
  }

  @Test
  void aLevelShowsMoreALineEach() throws IOException {
    assertThat(sendToNobody(Map.of("VARIOMETER_LOG_LEVEL", "info")))
        .hasSizeGreaterThan(1)
        .anyMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d INFO AdminClientConfig: .*"));
  }

  private List<String> sendToNobody(Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("a.jsonl"), "x");
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    try (Child child =
        Child.of(
            environment,
            // Not the one for tests.
            List.of("-Dlog4j2.configurationFile=classpath:log4j2.properties"),
            "send",
            "-Dvariometer.kafka.bootstrap-servers=127.0.0.1:" + closedPort,
            "-Dvariometer.kafka.properties.\"default.api.timeout.ms\"=1000",
            "-Dvariometer.kafka.properties.\"request.timeout.ms\"=1000",
            file)) {
      return child.process().inputReader(UTF_8).lines().toList();
    }
  }
}
