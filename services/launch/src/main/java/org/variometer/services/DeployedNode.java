package org.variometer.services;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A node on which Variometer is deployed: what is run there by the delivered scripts of the
 * SPARK_HOME that was built. Its files are below one directory, its ports its own.
 */
public final class DeployedNode {

  /**
   * Ends with this process, which it hears of by the end of its input, kill -9 included; Ctrl-C is
   * for this process alone.
   */
  private static final List<String> LEASHED =
      List.of(
          "/bin/sh",
          "-c",
          "trap '' INT QUIT HUP; exec 3<&0; \"$@\" </dev/null 3<&- & child=$!;"
              + " { read -r _ <&3; kill $child; } & exec 3<&-; wait $child",
          "sh");

  private static final Pattern OF_NODES = Pattern.compile("SPARK_|VARIOMETER_");

  private static final String BUILD =
      "; build it in the root of the repository with"
          + " ./mvnw -pl deploy/app -am -Dmaven.test.skip=true package";

  private final Path directory;
  private final Path sparkHome;
  private final Map<String, String> environment = new TreeMap<>();

  private DeployedNode(Path directory, Path sparkHome) {
    this.directory = directory;
    this.sparkHome = sparkHome;
  }

  /**
   * A node on which nothing runs yet.
   *
   * @param directory where its files are; created if it is not there
   * @param cores what its worker gives to apps
   * @param memory the same, as Spark writes it, like {@code 4g}
   * @throws ServiceException if the deployment was not built
   */
  public static DeployedNode in(Path directory, int cores, String memory) throws IOException {
    Path home = ClassPaths.home();
    DeployedNode node =
        new DeployedNode(
            Files.createDirectories(directory).toAbsolutePath(),
            built(home.resolve("deploy/spark/target/spark")));
    // Whatever is deployed on this machine besides.
    node.set("SPARK_CONF_DIR", node.sparkHome.resolve("conf").toString());
    node.set("SPARK_LOCAL_IP", Ports.HOST);
    node.set("SPARK_MASTER_HOST", Ports.HOST);
    for (String part : List.of("MASTER", "WORKER", "MASTER_WEBUI", "WORKER_WEBUI")) {
      node.set("SPARK_" + part + "_PORT", Integer.toString(Ports.choose()));
    }
    node.set("SPARK_WORKER_CORES", Integer.toString(cores));
    node.set("SPARK_WORKER_MEMORY", memory);
    node.set("SPARK_WORKER_DIR", node.directory.resolve("work").toString());
    node.set("SPARK_DAEMON_MEMORY", "256m");
    node.set("VARIOMETER_RUN", node.directory.resolve("run").toString());
    node.set("VARIOMETER_JAR", built(home.resolve("deploy/app/target/variometer.jar")).toString());
    node.set("VARIOMETER_CONF", node.directory.resolve("variometer.conf").toString());
    node.set("VARIOMETER_JAVA_OPTS", "-Xmx512m -XX:+UseSerialGC");
    node.set("JAVA_HOME", System.getProperty("java.home"));
    node.set(
        "SPARK_MASTER_URL",
        "spark://" + Ports.HOST + ":" + node.environment.get("SPARK_MASTER_PORT"));
    node.set("VARIOMETER_NODE", node.settings().toString());
    Files.write(
        node.settings(),
        node.environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    return node;
  }

  private static Path built(Path path) throws ServiceException {
    if (!Files.exists(path)) {
      throw new ServiceException(path + " is missing" + BUILD);
    }
    return path;
  }

  /** Sets what all that is run here finds in its environment. */
  public void set(String name, String value) {
    environment.put(name, value);
  }

  /** What was set by a name; empty where nothing was. */
  public String setting(String name) {
    return environment.getOrDefault(name, "");
  }

  /** Where its files are. */
  public Path directory() {
    return directory;
  }

  /** Where apps have their files and logs. */
  public Path work() {
    return Path.of(environment.get("SPARK_WORKER_DIR"));
  }

  /** The file with what apps are told; written by whoever sets the node up. */
  public Path configuration() {
    return Path.of(environment.get("VARIOMETER_CONF"));
  }

  /** The file with its settings, for scripts that others run: {@code VARIOMETER_NODE} names it. */
  public Path settings() {
    return directory.resolve("node.env");
  }

  /** A delivered script's path. */
  public String script(String name) {
    return sparkHome.resolve(name).toString();
  }

  /** The address of the master's pages, without a slash at the end. */
  public String masterPages() {
    return pages("MASTER");
  }

  /** The address of the pages of a role, MASTER or WORKER, without a slash at the end. */
  public String pages(String role) {
    return Pages.url(Integer.parseInt(setting("SPARK_" + role + "_WEBUI_PORT")), "").toString();
  }

  /** What the master says of its cluster, as JSON; empty while it says nothing. */
  public String cluster() {
    return state("SPARK_MASTER_WEBUI_PORT");
  }

  /** What the worker says of itself, as JSON; empty while it says nothing. */
  public String worker() {
    return state("SPARK_WORKER_WEBUI_PORT");
  }

  private String state(String port) {
    try {
      return Pages.get(Integer.parseInt(environment.get(port)), "/json/").body();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Starts a script that stays in the foreground, as systemd starts it. It ends with this process.
   *
   * @param log where what it says is added, below the node's directory
   * @param secrets what it finds in its environment besides
   */
  public Process start(String log, Map<String, String> secrets, String script, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(LEASHED);
    command.add(script(script));
    command.addAll(List.of(arguments));
    return builder(command, secrets)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(directory.resolve(log).toFile()))
        .start();
  }

  /**
   * Asks what was started to end, and kills it with all that it has started if it has not by then.
   */
  public static void stop(Process process, Duration patience) {
    List<ProcessHandle> all = process.descendants().toList();
    // Its input ends with that, and the script is told to end.
    process.destroy();
    CompletableFuture<Void> ended =
        CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
    ended.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS).join();
    all.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /**
   * How a script ended.
   *
   * @param exitCode its exit code
   * @param out what it wrote to its standard output
   * @param err what it wrote to its standard error
   */
  public record Result(int exitCode, String out, String err) {}

  /**
   * Runs a script to its end.
   *
   * @param patience how long it may take
   * @param secrets what it finds in its environment besides
   * @throws ServiceException if it takes longer
   */
  public Result run(
      Duration patience, Map<String, String> secrets, String script, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(DeafJvm.DEAF);
    command.add(script(script));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    try {
      Process process =
          builder(command, secrets)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .redirectInput(Redirect.from(new File("/dev/null")))
              .start();
      try {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new ServiceException(
              String.join(" ", command)
                  + " still runs after "
                  + patience.toSeconds()
                  + " s: "
                  + Files.readString(err));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while " + script + " ran");
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private ProcessBuilder builder(List<String> command, Map<String, String> secrets) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    // What the user's own shell is set up for is another node.
    builder.environment().keySet().removeIf(name -> OF_NODES.matcher(name).lookingAt());
    builder.environment().putAll(environment);
    builder.environment().putAll(secrets);
    return builder;
  }
}
