package org.variometer.services;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One service in a process of its own, which ends with this one, however this one ends.
 *
 * <p>It can be started again after it was stopped or killed, at the same port and with its data.
 */
public abstract sealed class Service implements AutoCloseable
    permits ZooKeeperService,
        KafkaService,
        MirrorService,
        KairosService,
        CassandraService,
        SparkService,
        HiveMetastoreService,
        S3Service {
  static final String LOG_FILE = "service.log";

  /** Of files that may hold secrets. */
  static final FileAttribute<Set<PosixFilePermission>> OWNERS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final int ATTEMPTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /** Without the compiler that optimises, which takes processor time from the start. */
  static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  /** How the class path of Kafka and ZooKeeper logs. */
  static final String SHOW_TIME = "-Dorg.slf4j.simpleLogger.showDateTime=true";

  static final String TIME_FORMAT =
      "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSX";

  private final String name;
  private final String classPathModule;
  private final ServiceOptions options;
  private volatile int port;
  private volatile ChildProcess child;

  Service(String name, String classPathModule, ServiceOptions options) {
    this.name = name;
    this.classPathModule = classPathModule;
    this.options = options;
  }

  /** Brings directory and configuration into the state in which the service can start. */
  abstract void prepare(int atPort) throws IOException;

  /** Options of the JVM, and files of them, then the main class and its arguments. */
  abstract List<String> arguments() throws ServiceException;

  /** What its process finds in its environment beside what this one does. */
  Map<String, String> environment() {
    return Map.of();
  }

  String classPath() throws ServiceException {
    return ClassPaths.of(classPathModule);
  }

  /** Whether this very service answers, not another one at its port. */
  abstract boolean isHealthy(int atPort) throws IOException;

  /**
   * Starts the service and returns when it answers; does nothing if it is running.
   *
   * @throws PortTakenException if its port was given, or had before, and is taken
   * @throws ServiceException if it does not come up
   */
  public final synchronized void start() throws ServiceException {
    if (isAlive()) {
      return;
    }
    int given = port == 0 ? options.port() : port;
    for (int attempt = 1; ; attempt++) {
      if (given != 0) {
        requireFree(given);
      }
      int tried = given == 0 ? Ports.choose() : given;
      ChildProcess begun = launch(tried);
      child = begun;
      boolean healthy = false;
      try {
        awaitHealth(begun, tried);
        healthy = true;
        port = tried;
        return;
      } catch (ServiceException e) {
        // Between choosing a port and listening at it, another process can have taken it.
        if (attempt == ATTEMPTS || !begun.lostItsPort()) {
          throw e;
        }
      } finally {
        if (!healthy) {
          begun.kill();
        }
      }
    }
  }

  /** Fails if the port was given and somebody listens at it. */
  final void requirePort() throws PortTakenException {
    if (!isAlive() && options.port() != 0) {
      requireFree(options.port());
    }
  }

  private void requireFree(int wanted) throws PortTakenException {
    if (!Ports.isFree(wanted)) {
      throw new PortTakenException(name, wanted, options.remedy());
    }
  }

  private ChildProcess launch(int atPort) throws ServiceException {
    String classPath = classPath();
    try {
      Files.createDirectories(directory().resolve("tmp"));
      prepare(atPort);
      return ChildProcess.start(
          directory(), logFile(), classPath, environment(), command(arguments()));
    } catch (ServiceException e) {
      throw e;
    } catch (IOException e) {
      throw new ServiceException(name + " can't be started: " + e, e);
    }
  }

  /**
   * Runs a tool of the service to its end.
   *
   * @param arguments the main class and its arguments
   */
  final void run(List<String> arguments) throws IOException {
    ChildProcess tool =
        ChildProcess.start(directory(), logFile(), classPath(), environment(), command(arguments));
    try {
      if (!tool.waitFor(options.timeout())) {
        throw failure(
            " did not come up: preparing it took more than " + text(options.timeout()), tool);
      }
      if (tool.exitCode() != 0) {
        throw failure(
            " did not come up: preparing it failed with exit code " + tool.exitCode(), tool);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      tool.kill();
    }
  }

  private List<String> command(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "-XX:+UseSerialGC",
                // Half a service is worse than none: whoever watches it can start a whole one.
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=tmp",
                // Results must not depend on where the machine is.
                "-Duser.timezone=UTC",
                "-Duser.language=en",
                "-Duser.country=US"));
    if (options.brief()) {
      command.add(QUICK_COMPILER);
    }
    int main = 0;
    while (arguments.get(main).startsWith("-") || arguments.get(main).startsWith("@")) {
      main++;
    }
    command.addAll(arguments.subList(0, main));
    command.add(ChildMain.class.getName());
    command.addAll(arguments.subList(main, arguments.size()));
    return command;
  }

  private void awaitHealth(ChildProcess begun, int atPort) throws ServiceException {
    long start = System.nanoTime();
    try {
      while (!answers(atPort)) {
        Duration passed = Duration.ofNanos(System.nanoTime() - start);
        if (passed.compareTo(options.timeout()) > 0) {
          throw failure(
              " did not come up: it did not answer within " + text(options.timeout()), begun);
        }
        if (begun.waitFor(LOOK_EVERY)) {
          throw failure(
              " did not come up: it ended after "
                  + text(passed)
                  + " with exit code "
                  + begun.exitCode(),
              begun);
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private boolean answers(int atPort) {
    try {
      return isHealthy(atPort);
    } catch (IOException e) {
      // Not yet: what keeps it from answering is in its log.
      return false;
    }
  }

  private ServiceException failure(String what, ChildProcess failed) {
    List<String> lines = failed.lastLines();
    String log =
        lines.isEmpty()
            ? "; its log is empty: "
            : "; the last lines of its log:\n    "
                + String.join("\n    ", lines)
                + "\n  the whole log: ";
    return new ServiceException(name + what + log + logFile());
  }

  private ServiceException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new ServiceException(name + " was interrupted while starting", cause);
  }

  /** Ends the service in good order, and kills it if that takes more than some seconds. */
  public final void stop() {
    ChildProcess running = child;
    if (running != null) {
      running.stop(PATIENCE);
    }
  }

  /** Ends the service as kill -9 does, and returns when it is gone. */
  public final void kill() {
    ChildProcess running = child;
    if (running != null) {
      running.kill();
    }
  }

  /** Stops the service and starts it again at the same port with the same data. */
  public final void restart() throws ServiceException {
    stop();
    start();
  }

  /** Stops the service, and whatever it alone uses; its data stay. */
  @Override
  public final void close() {
    stop();
    closeOwn();
  }

  /** Stops what this service alone uses. */
  void closeOwn() {}

  /** Whether its process runs. */
  public final boolean isAlive() {
    ChildProcess running = child;
    return running != null && running.isAlive();
  }

  /** Completes when the process that runs now has ended, for whatever reason. */
  public final CompletableFuture<Service> onExit() {
    return running().onExit().thenApply(ended -> this);
  }

  /**
   * Returns if its process runs.
   *
   * @throws ServiceException if it has ended, which nobody asked it to
   */
  public final void check() throws ServiceException {
    ChildProcess checked = running();
    if (!checked.isAlive()) {
      throw failure(" ended by itself with exit code " + checked.exitCode(), checked);
    }
  }

  /** The id of its process. */
  public final long pid() {
    return running().pid();
  }

  private ChildProcess running() {
    ChildProcess running = child;
    if (running == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return running;
  }

  /** What people call it. */
  public final String name() {
    return name;
  }

  /** The port at which it listens; known once it was started. */
  public final int port() {
    if (port == 0) {
      throw new IllegalStateException(name + " was not started");
    }
    return port;
  }

  /** Host and port at which it listens. */
  public final String address() {
    return Ports.HOST + ":" + port();
  }

  /** The file to which it logs, over all its starts. */
  public final Path logFile() {
    return directory().resolve(LOG_FILE);
  }

  /** Who is let in, and by TLS; empty: everybody, in the open. */
  final Optional<Security> security() {
    return options.security();
  }

  final Path directory() {
    return options.directory().toAbsolutePath();
  }

  /** The option of the JVM that bounds the heap. */
  final String heap(int defaultMegabytes) {
    int megabytes = options.heapMegabytes() == 0 ? defaultMegabytes : options.heapMegabytes();
    return "-Xmx" + megabytes + "m";
  }

  /**
   * Writes a file of properties into the directory, which is nobody else's: secrets may be in it.
   */
  final void write(String file, Properties properties) throws IOException {
    Path written = directory().resolve(file);
    if (!Files.exists(written)) {
      Files.createFile(written, OWNERS_ALONE);
    }
    try (OutputStream out = Files.newOutputStream(written)) {
      properties.store(out, "Written at every start.");
    }
  }

  private static String text(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}
