package org.variometer.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.deploy.Node.Result;

/** {@code bin/stream} and what masters may say of themselves. */
@Timeout(120)
class StreamScriptTest {
  private static final String LOCAL = "spark://127.0.0.1:7077";

  @TempDir private Path directory;

  private HttpServer master;
  private String status = "ALIVE";
  private String drivers = "";
  private String relaunchedBehind = "none";
  private String relaunched = "";

  @BeforeEach
  void listen() throws IOException {
    master = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    master.createContext(
        "/json/",
        exchange -> {
          if (killed(relaunchedBehind)) {
            drivers = relaunched;
          }
          byte[] page =
              """
              {
                "url" : "spark://127.0.0.1:7077",
                "workers" : [ { "id" : "worker-1", "resources" : { }, "state" : "ALIVE" } ],
                "activeapps" : [ ],
                "activedrivers" : [ %s ],
                "status" : "%s"
              }"""
                  .formatted(drivers, status)
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    master.start();
  }

  @AfterEach
  void stop() {
    master.stop(0);
  }

  @Test
  void aMasterThatStandsByIsNotAsked() throws Exception {
    status = "STANDBY";
    drivers = driver("driver-1");
    for (String action : new String[] {"submit", "status", "kill"}) {
      Result said = stream(LOCAL, action);
      assertThat(said.exitCode()).as(action).isEqualTo(1);
      assertThat(said.err()).contains("no master of spark://127.0.0.1:7077 is alive");
    }
  }

  @Test
  void ofSeveralMastersTheOneThatIsAliveIsAsked() throws Exception {
    drivers = driver("driver-2") + "," + driver("driver-1");
    Result said = stream("spark://127.0.0.9:7077,127.0.0.1:7077", "status");
    assertThat(said.out()).isEqualTo("driver: driver-1 driver-2; application: none\n");
  }

  @Test
  void aDriverOfAnotherClassIsNoStream() throws Exception {
    drivers = driver("driver-1").replace("org.variometer.cli.Main", "org.example.Other");
    assertThat(stream(LOCAL, "status").out()).isEqualTo("driver: none; application: none\n");
  }

  /** The worker is gone, and the master starts the driver on another: it was never killed there. */
  @Test
  void aDriverThatComesBackUnderAnotherIdIsKilledToo() throws Exception {
    drivers = driver("driver-1");
    relaunchedBehind = "driver-1";
    relaunched = driver("driver-2");
    Result said = stream(LOCAL, "kill", Map.of("SECONDS", "70"));
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.err())
        .isEqualTo(
            "stream: still there after 80 s: driver-2; the master's page says on which worker\n");
    List<String> killed = killed();
    assertThat(killed.get(0)).isEqualTo("driver-1");
    assertThat(killed.subList(1, killed.size()))
        .as("again every few seconds")
        .hasSizeBetween(1, 3)
        .containsOnly("driver-2");
  }

  @Test
  void whoIsGoneWhenHeWasKilledIsNotWaitedFor() throws Exception {
    drivers = driver("driver-1") + "," + driver("driver-2");
    relaunchedBehind = "driver-2";
    stream(LOCAL, "kill", Map.of()).requireDone();
    assertThat(killed()).containsExactly("driver-1", "driver-2");
  }

  @Test
  void aKillThatTheMasterDoesNotTakeIsSaidAtOnce() throws Exception {
    drivers = driver("driver-1");
    Files.writeString(java(), "#!/bin/sh\nexit 255\n");
    Result said = stream(LOCAL, "kill", Map.of());
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.err()).contains("the master did not take it", "_SPARK_AUTH_SECRET");
  }

  /** A Java that notes whom it was to kill. */
  private Path java() throws IOException {
    Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
    if (!Files.exists(java)) {
      Files.writeString(
          java,
          "#!/bin/sh\nfor last; do :; done; echo \"$last\" >>'" + directory + "/killed.txt'\n");
      Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }
    return java;
  }

  private List<String> killed() throws IOException {
    Path file = directory.resolve("killed.txt");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private boolean killed(String driver) throws IOException {
    return killed().contains(driver);
  }

  private static String driver(String id) {
    return "{ \"id\" : \"%s\", \"resources\" : { }, \"mainclass\" : \"org.variometer.cli.Main\" }"
        .formatted(id);
  }

  private Result stream(String masters, String action) throws Exception {
    return stream(masters, action, Map.of());
  }

  private Result stream(String masters, String action, Map<String, String> more) throws Exception {
    Map<String, String> environment = new TreeMap<>(more);
    environment.put("JAVA_HOME", java().getParent().getParent().toString());
    environment.put("SPARK_MASTER_URL", masters);
    environment.put("SPARK_MASTER_WEBUI_PORT", Integer.toString(master.getAddress().getPort()));
    try (Node node = new Node(directory)) {
      node.configure("");
      return node.run(environment, "bin/stream", action);
    }
  }
}
