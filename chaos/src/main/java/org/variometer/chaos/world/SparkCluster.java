package org.variometer.chaos.world;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.variometer.services.Service;
import org.variometer.services.ServiceException;
import org.variometer.services.ServiceOptions;
import org.variometer.services.SparkService;

/** A Spark standalone cluster: a master and two workers of one core, each with an executor. */
public final class SparkCluster implements AutoCloseable {
  private static final int WORKERS = 2;
  private static final String SPARK = "variometer.stream.spark.";

  private final SparkService master;
  private final List<SparkService> workers = new ArrayList<>();

  private SparkCluster(SparkService master) {
    this.master = master;
  }

  /** Starts one whose files are below a directory. */
  static SparkCluster start(Path directory) throws ServiceException {
    SparkCluster cluster =
        new SparkCluster(
            SparkService.master(ServiceOptions.in(directory.resolve("master")).withBriefLife()));
    boolean started = false;
    try {
      cluster.master.start();
      for (int i = 0; i < WORKERS; i++) {
        ServiceOptions options = ServiceOptions.in(directory.resolve("worker-" + i));
        SparkService worker = SparkService.worker(options.withBriefLife(), cluster.master);
        cluster.workers.add(worker);
        worker.start();
      }
      started = true;
      return cluster;
    } finally {
      if (!started) {
        cluster.close();
      }
    }
  }

  /** The settings with which a stream runs there; its executors have this process's class path. */
  Map<String, Object> settings() {
    Map<String, Object> keys = new TreeMap<>();
    Path options =
        Path.of(System.getProperty("variometer.home"))
            .toAbsolutePath()
            .resolve("deploy/conf/java-17.options");
    keys.put("variometer.stream.master", master.url());
    keys.put(SPARK + "\"spark.driver.host\"", "127.0.0.1");
    keys.put(SPARK + "\"spark.driver.bindAddress\"", "127.0.0.1");
    keys.put(SPARK + "\"spark.cores.max\"", Integer.toString(WORKERS));
    keys.put(SPARK + "\"spark.executor.cores\"", "1");
    keys.put(SPARK + "\"spark.executor.memory\"", "512m");
    keys.put(SPARK + "\"spark.executor.extraClassPath\"", System.getProperty("java.class.path"));
    keys.put(
        SPARK + "\"spark.executor.extraJavaOptions\"",
        "@" + options + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    return keys;
  }

  /** Its workers. */
  public List<SparkService> workers() {
    return workers;
  }

  @Override
  public void close() {
    workers.forEach(Service::close);
    master.close();
  }
}
