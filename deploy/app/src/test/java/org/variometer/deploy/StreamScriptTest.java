package org.variometer.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.deploy.Node.Result;

/** {@code bin/stream} and what masters may say of themselves. */
@Timeout(120)
class StreamScriptTest {
  @TempDir private Path directory;

  private HttpServer master;
  private String status = "ALIVE";
  private String drivers = "";

  @BeforeEach
  void listen() throws IOException {
    master = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    master.createContext(
        "/json/",
        exchange -> {
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
      Result said = stream("spark://127.0.0.1:7077", action);
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
    assertThat(stream("spark://127.0.0.1:7077", "status").out())
        .isEqualTo("driver: none; application: none\n");
  }

  private static String driver(String id) {
    return "{ \"id\" : \"%s\", \"resources\" : { }, \"mainclass\" : \"org.variometer.cli.Main\" }"
        .formatted(id);
  }

  private Result stream(String masters, String action) throws Exception {
    try (Node node = new Node(directory)) {
      node.configure("");
      return node.run(
          Map.of(
              "SPARK_MASTER_URL",
              masters,
              "SPARK_MASTER_WEBUI_PORT",
              Integer.toString(master.getAddress().getPort())),
          "bin/stream",
          action);
    }
  }
}
