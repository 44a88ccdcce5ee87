package org.variometer.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.variometer.services.Ports;

/** One machine on which all is deployed: what is run there by the scripts. */
final class Node implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LOOK_EVERY_MILLIS = 100;

  /** Ends with this process, which it hears of by the end of its input; kill -9 included. */
  private static final List<String> LEASHED =
      List.of(
          "/bin/sh",
          "-c",
          "exec 3<&0; \"$@\" </dev/null 3<&- & child=$!;"
              + " { read -r _ <&3; kill $child; } & exec 3<&-; wait $child",
          "sh");

  private final Path directory;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<Process> daemons = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /** A node whose files are below a directory, and which has two cores. */
  Node(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    // Whatever is deployed on this machine.
    environment.put("SPARK_CONF_DIR", Built.sparkHome().resolve("conf").toString());
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_MASTER_HOST", "127.0.0.1");
    for (String part : List.of("MASTER", "WORKER", "MASTER_WEBUI", "WORKER_WEBUI")) {
      environment.put("SPARK_" + part + "_PORT", Integer.toString(Ports.choose()));
    }
    environment.put("SPARK_WORKER_CORES", "2");
    environment.put("SPARK_WORKER_MEMORY", "3g");
    environment.put("SPARK_WORKER_DIR", work().toString());
    environment.put("SPARK_DAEMON_MEMORY", "256m");
    environment.put("VARIOMETER_RUN", directory.resolve("run").toString());
    environment.put("VARIOMETER_JAR", Built.appJar().toString());
    environment.put("VARIOMETER_CONF", directory.resolve("variometer.conf").toString());
    environment.put("VARIOMETER_JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
  }

  /** Sets what all that is run here finds in its environment. */
  void set(String name, String value) {
    environment.put(name, value);
  }

  /** The address of pages: of MASTER or WORKER. */
  String pages(String role) {
    return "http://127.0.0.1:" + environment.get("SPARK_" + role + "_WEBUI_PORT");
  }

  /** Where apps have their files and logs. */
  Path work() {
    return directory.resolve("work");
  }

  /** What the apps are told. */
  void configure(String configuration) throws IOException {
    Files.writeString(Path.of(conf()), configuration);
  }

  /** The file with what the apps are told. */
  String conf() {
    return environment.get("VARIOMETER_CONF");
  }

  /** A master or a worker, in the foreground as under systemd; ends with this process. */
  Process daemon(String role, Map<String, String> secrets) throws IOException {
    List<String> command = new ArrayList<>(LEASHED);
    command.addAll(List.of(script("sbin/daemon"), role, "run"));
    Process daemon =
        builder(command, secrets)
            .redirectErrorStream(true)
            .redirectOutput(log(role).toFile())
            .start();
    daemons.add(daemon);
    return daemon;
  }

  /** What a daemon has said. */
  Path log(String role) {
    return directory.resolve(role + ".log");
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
    String user = environment.getOrDefault("VARIOMETER_PAGES_USER", "");
    try {
      return ask(address, user, environment.getOrDefault("VARIOMETER_PAGES_PASSWORD", "")).body();
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
      String pair = user + ":" + password;
      request.header(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
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
  Result run(String script, String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), script, arguments);
  }

  /** Runs a script to its end, with secrets in its environment. */
  Result run(Map<String, String> secrets, String script, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script(script)));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    Process process =
        builder(command, secrets)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(command + " still runs: " + Files.readString(err));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String script(String name) {
    return Built.sparkHome().resolve(name).toString();
  }

  private ProcessBuilder builder(List<String> command, Map<String, String> secrets) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(secrets);
    return builder;
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
