package org.variometer.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Services;
import org.variometer.services.SparkService;

/**
 * All that a stream in a cluster and its monitor have around them, each real.
 *
 * @param services ZooKeeper, Kafka and KairosDB
 * @param master the Spark master, which takes submissions
 * @param workers two workers of one core: one for the driver, one for its executor
 * @param api the port at which the master takes submissions
 * @param mail the mail server
 * @param hook what alerts are posted to
 */
record Scenery(
    Services services,
    SparkService master,
    List<SparkService> workers,
    int api,
    GreenMail mail,
    HttpServer hook)
    implements AutoCloseable {

  /**
   * Starts all.
   *
   * @param folder their files are below it
   * @param posted takes what is posted
   */
  static Scenery in(Path folder, List<String> posted) throws IOException {
    int api = freePort();
    SparkService master = master(folder.resolve("master"), api);
    List<SparkService> workers = new ArrayList<>();
    for (String name : List.of("one", "other")) {
      workers.add(
          SparkService.worker(ServiceOptions.in(folder.resolve(name)).withBriefLife(), master));
    }
    Scenery scenery =
        new Scenery(
            Services.in(folder.resolve("services")),
            master,
            workers,
            api,
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP)),
            webhook(posted));
    boolean started = false;
    try {
      scenery.mail.start();
      scenery.hook.start();
      scenery.services.start(2);
      master.start();
      for (SparkService worker : workers) {
        worker.start();
      }
      started = true;
      return scenery;
    } finally {
      if (!started) {
        scenery.close();
      }
    }
  }

  private static HttpServer webhook(List<String> posted) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    return server;
  }

  private static SparkService master(Path directory, int api) throws IOException {
    Files.writeString(
        Files.createDirectories(directory.resolve("conf")).resolve("spark-defaults.conf"),
        "spark.master.rest.enabled true\nspark.master.rest.port " + api + "\n");
    return SparkService.master(ServiceOptions.in(directory).withBriefLife());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Where alerts are posted to. */
  String hookUrl() {
    return "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook";
  }

  /** The drivers that run now, at least one. */
  List<ProcessHandle> drivers() throws IOException {
    return running("DriverWrapper");
  }

  /** The executors that run now, at least one. */
  List<ProcessHandle> executors() throws IOException {
    return running("CoarseGrainedExecutorBackend");
  }

  /** The worker that runs the driver. */
  SparkService workerOfDriver() throws IOException {
    ProcessHandle parent = drivers().get(0).parent().orElseThrow();
    return workers.stream()
        .filter(worker -> worker.pid() == parent.pid())
        .findFirst()
        .orElseThrow();
  }

  private List<ProcessHandle> running(String what) throws IOException {
    List<ProcessHandle> running = new ArrayList<>();
    for (SparkService worker : workers) {
      for (ProcessHandle process : worker.executors()) {
        Path command = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        if (Files.readString(command).contains(what)) {
          running.add(process);
        }
      }
    }
    assertThat(running).isNotEmpty();
    return running;
  }

  @Override
  public void close() {
    workers.forEach(SparkService::close);
    master.close();
    services.close();
    hook.stop(0);
    mail.stop();
  }
}
