package org.variometer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.variometer.config.Credentials;
import org.variometer.services.DeployedNode;

/** One machine on which all is deployed: what is run there by the scripts. */
final class Node implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LOOK_EVERY_MILLIS = 100;

  private final DeployedNode node;
  private final List<Process> daemons = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /** A node whose files are below a directory, and which has two cores. */
  Node(Path directory) throws IOException {
    node = DeployedNode.in(directory, 2, "3g");
    set("VARIOMETER_JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
  }

  /** Sets what all that is run here finds in its environment. */
  void set(String name, String value) {
    node.set(name, value);
  }

  /** The address of pages: of MASTER or WORKER. */
  String pages(String role) {
    return node.pages(role);
  }

  /** Where apps have their files and logs. */
  Path work() {
    return node.work();
  }

  /** What the apps are told. */
  void configure(String configuration) throws IOException {
    Files.writeString(Path.of(conf()), configuration);
  }

  /** The file with what the apps are told. */
  String conf() {
    return node.configuration().toString();
  }

  /** A master or a worker, in the foreground as under systemd; ends with this process. */
  Process daemon(String role, Map<String, String> secrets) throws IOException {
    Process daemon = node.start(role + ".log", secrets, "sbin/daemon", role, "run");
    daemons.add(daemon);
    return daemon;
  }

  /** What the master's page says of its cluster; empty while there is none. */
  String cluster() {
    return page(pages("MASTER") + "/json/");
  }

  /** What the worker's page says of it. */
  String worker() {
    return page(pages("WORKER") + "/json/");
  }

  private String page(String address) {
    try {
      return ask(
              address,
              node.setting("VARIOMETER_PAGES_USER"),
              node.setting("VARIOMETER_PAGES_PASSWORD"))
          .body();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * What a page answers.
   *
   * @param user who asks; empty: nobody says
   */
  HttpResponse<String> ask(String address, String user, String password) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    if (!user.isEmpty()) {
      request.header("Authorization", new Credentials(user, password).basic());
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The result of a script. */
  record Result(int exitCode, String out, String err) {
    Result requireDone() {
      assertThat(exitCode).as("%s%s", out, err).isZero();
      return this;
    }
  }

  /** Runs a script to its end. */
  Result run(String script, String... arguments) throws IOException {
    return run(Map.of(), script, arguments);
  }

  /** Runs a script to its end, with secrets in its environment. */
  Result run(Map<String, String> secrets, String script, String... arguments) throws IOException {
    DeployedNode.Result ended = node.run(PATIENCE, secrets, script, arguments);
    return new Result(ended.exitCode(), ended.out(), ended.err());
  }

  /** The processes of this node whose command has a word in it. */
  List<ProcessHandle> processes(String word) {
    return daemons.stream()
        .flatMap(daemon -> daemon.descendants())
        .filter(process -> command(process).contains(word))
        .toList();
  }

  /** All words of a process's command, which are more than Java's own way to ask for them gives. */
  static String command(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .replace('\0', ' ');
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until something is there; fails if a daemon ends meanwhile. */
  <T> T await(String what, Callable<Optional<T>> look) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<T> found = look.call();
      if (found.isPresent()) {
        return found.get();
      }
      for (Process daemon : daemons) {
        assertThat(daemon.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS))
            .as("a daemon ended while waiting for %s", what)
            .isFalse();
      }
    }
    throw new AssertionError("not within time: " + what + "; " + cluster());
  }

  /** Waits until something holds. */
  void awaitThat(String what, Callable<Boolean> condition) throws Exception {
    await(what, () -> condition.call() ? Optional.of(what) : Optional.empty());
  }

  @Override
  public void close() {
    for (Process daemon : daemons) {
      daemon.descendants().forEach(ProcessHandle::destroyForcibly);
      daemon.destroyForcibly();
    }
  }
}
