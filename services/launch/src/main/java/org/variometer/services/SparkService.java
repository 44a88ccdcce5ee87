package org.variometer.services;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The master of a Spark standalone cluster, or a worker of one core. They run on this process's own
 * class path, which has to have Spark. Executors are children of their worker.
 */
public final class SparkService extends Service {

  /** What a worker says of its master once it is registered there. */
  private static final Pattern REGISTERED = Pattern.compile("\"masterwebuiurl\" : \"http");

  private final Optional<SparkService> master;
  private int listeningPort;
  private int pagesPort;

  private SparkService(String name, ServiceOptions options, Optional<SparkService> master) {
    super(name, "", options);
    this.master = master;
  }

  /** A master, not started yet. */
  public static SparkService master(ServiceOptions options) {
    return new SparkService("Spark master", options, Optional.empty());
  }

  /** A worker of a master that runs, not started yet. */
  public static SparkService worker(ServiceOptions options, SparkService master) {
    return new SparkService("Spark worker", options, Optional.of(master));
  }

  /** What apps name as their master. */
  public String url() {
    return "spark://" + address();
  }

  /** The address of its pages, without a slash at the end; known once it was started. */
  public URI pages() {
    return Pages.url(pagesPort, "");
  }

  /** The executors, and drivers, that a worker runs now: whatever it has started. */
  public List<ProcessHandle> executors() {
    return ProcessHandle.of(pid()).map(worker -> worker.children().toList()).orElse(List.of());
  }

  @Override
  void prepare(int atPort) throws IOException {
    listeningPort = atPort;
    pagesPort = Ports.choose();
    // Where the jars of a distribution are. Apps bring theirs.
    Files.createDirectories(directory().resolve("jars"));
  }

  @Override
  String classPath() {
    return System.getProperty("java.class.path");
  }

  @Override
  Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        directory().toString(),
        "SPARK_SCALA_VERSION",
        "2.12",
        "SPARK_LOCAL_IP",
        Ports.HOST);
  }

  @Override
  List<String> arguments() throws ServiceException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "@" + ClassPaths.home().resolve("deploy/conf/java-17.options"),
                heap(256),
                "org.apache.spark.deploy." + (master.isEmpty() ? "master.Master" : "worker.Worker"),
                "--host",
                Ports.HOST,
                "--port",
                Integer.toString(listeningPort),
                "--webui-port",
                Integer.toString(pagesPort)));
    if (master.isPresent()) {
      arguments.addAll(
          List.of("--cores", "1", "--memory", "1g", "--work-dir", directory() + "/work"));
      arguments.add(master.get().url());
    }
    return arguments;
  }

  @Override
  boolean isHealthy(int atPort) throws IOException {
    String said = Pages.get(pagesPort, "/json/").body();
    return master.isEmpty()
        ? said.contains("spark://" + Ports.HOST + ":" + atPort)
        : REGISTERED.matcher(said).find();
  }
}
