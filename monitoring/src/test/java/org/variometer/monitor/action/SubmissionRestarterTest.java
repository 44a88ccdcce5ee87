package org.variometer.monitor.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.variometer.config.MonitorSettings;
import org.variometer.kairos.Ticker;
import org.variometer.monitor.probe.JsonPages;
import org.variometer.monitor.probe.MasterProbe;

/** What is asked of a master that has drivers of two regions. */
@Timeout(60)
class SubmissionRestarterTest {
  private static final String COMMAND =
      "==== Bytes 0-99 of 99 of /work/stderr ====\nLaunch Command: \"java\" %s\n=====\n\nWARN any\n";
  private static final String WRAPPED = "\"DriverWrapper\" \"spark://w\" \"/a.jar\" ";
  private static final String OURS = "\"-Dspark.app.name=variometer-stream-eu\" " + WRAPPED;
  private static final String BY_SCRIPT =
      WRAPPED + "\"org.variometer.cli.Main\" \"stream\" \"--config\" \"eu.conf\"";
  private static final String OTHER_REGION =
      "\"-Dspark.app.name=variometer-stream-eu2\" "
          + WRAPPED
          + "\"org.variometer.cli.Main\" \"stream\" \"--config\" \"eu2.conf\"";

  private final Map<String, String> commands = Collections.synchronizedMap(new TreeMap<>());
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private String worker = "worker-1";
  private String relaunched = "";
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/json/", exchange -> answer(exchange, master()));
    server.createContext(
        "/log/",
        exchange ->
            answer(
                exchange,
                COMMAND.formatted(
                    commands.get(
                        exchange.getRequestURI().getQuery().replaceAll("driverId=|&.*", "")))));
    server.createContext(
        "/v1/submissions/",
        exchange -> {
          String path = exchange.getRequestURI().getPath().replace("/v1/submissions/", "");
          asked.add(path);
          commands.remove(path.replace("kill/", ""));
          if (path.equals("kill/driver-1") && !relaunched.isEmpty()) {
            commands.put("driver-5", relaunched);
          }
          answer(exchange, "{\"success\": true, \"submissionId\": \"driver-9\"}");
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void driversOfTheRegionsStreamAreKilledAndNoOthers() throws Exception {
    commands.put("driver-1", OURS + "\"org.variometer.cli.Main\" \"stream\"");
    commands.put("driver-2", OTHER_REGION);
    commands.put("driver-3", BY_SCRIPT);
    assertThat(restarter().restart(() -> {}))
        .isEqualTo("killed driver-1, driver-3; submitted driver-9");
    assertThat(asked).containsExactly("kill/driver-1", "kill/driver-3", "create");
  }

  /** As a supervised one whose worker is gone: the master starts it on another. */
  @Test
  void aDriverThatComesBackUnderAnotherIdIsKilledToo() throws Exception {
    commands.put("driver-1", OURS);
    relaunched = OURS;
    assertThat(restarter().restart(() -> {}))
        .isEqualTo("killed driver-1, driver-5; submitted driver-9");
    assertThat(asked).containsExactly("kill/driver-1", "kill/driver-5", "create");
  }

  @Test
  void whereADriverIsNotKnownToBeAnothersNothingIsStarted() {
    commands.put("driver-1", OURS);
    worker = "None";
    assertThatThrownBy(() -> restarter().restart(() -> {}))
        .isInstanceOf(ActionException.class)
        .hasMessage(
            "driver-1 has no worker yet, and whose it is can't be known: nothing is started");
    assertThat(asked).isEmpty();
  }

  private String master() {
    List<String> drivers = new ArrayList<>();
    for (String id : commands.keySet()) {
      drivers.add(
          "{\"id\": \"%s\", \"mainclass\": \"org.variometer.cli.Main\", \"worker\": \"%s\"}"
              .formatted(id, worker));
    }
    return """
        {"status": "ALIVE", "activeapps": [], "activedrivers": %s,
         "workers": [{"id": "worker-1", "state": "ALIVE", "webuiaddress": "%s"}]}"""
        .formatted(drivers, url());
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private SubmissionRestarter restarter() {
    JsonPages pages = new JsonPages(Optional.empty(), Duration.ofSeconds(10));
    MonitorSettings.Submission submission =
        new MonitorSettings.Submission(
            url(),
            "org.variometer.cli.Main",
            "/a.jar",
            List.of("stream", "--config", "eu.conf"),
            Map.of());
    return new SubmissionRestarter(
        submission,
        "variometer-stream-eu",
        "3.5.5",
        new MasterProbe(List.of(url()), "variometer-stream-eu", "org.variometer.cli.Main", pages),
        pages,
        new Death(Duration.ofSeconds(10), Ticker.SYSTEM));
  }
}
