package org.variometer.cluster;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.variometer.config.VariometerConfig;
import org.variometer.services.DeployedNode;
import org.variometer.services.DeployedNode.Result;
import org.variometer.services.KafkaService;
import org.variometer.services.ServiceException;

/**
 * A region: a Spark cluster of one master and one worker, the stream on it in cluster mode, and its
 * monitor, each started by the delivered scripts and again when it has ended.
 */
public final class Region implements AutoCloseable {
  /** The driver of the stream, an executor of it, and one of the batch. */
  private static final int CORES = 3;

  private static final String MEMORY = "4g";

  /** As in the units of master and worker. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final Duration TO_START = Duration.ofSeconds(90);

  /** More than {@code bin/stream kill} waits for a driver, and a submit for another. */
  private static final Duration TO_RUN_SCRIPT = Duration.ofSeconds(110);

  /** For a check or a slot in hand; the next start does again what was not finished. */
  private static final Duration APPS_TO_STOP = Duration.ofSeconds(60);

  /** Nothing runs on them any more. */
  private static final Duration DAEMON_TO_STOP = Duration.ofSeconds(10);

  /** How long {@link #close} takes at the most. */
  static final Duration TO_STOP =
      APPS_TO_STOP.plus(TO_RUN_SCRIPT).plus(DAEMON_TO_STOP.multipliedBy(2));

  private static final long LOOK_MILLIS = 200;

  private final String name;
  private final DeployedNode node;
  private final KafkaService kafka;
  private final VariometerConfig config;
  private final Consumer<String> notes;
  private final Deque<Kept> spark = new ArrayDeque<>();
  private final Deque<Kept> apps = new ArrayDeque<>();
  private boolean submitted;

  private Region(
      String name,
      DeployedNode node,
      KafkaService kafka,
      VariometerConfig config,
      Consumer<String> notes) {
    this.name = name;
    this.node = node;
    this.kafka = kafka;
    this.config = config;
    this.notes = notes;
  }

  /**
   * Starts the Spark cluster of one.
   *
   * @param directory where its files are
   * @param kafka its own, which runs
   * @param notes takes a line when something has ended by itself
   */
  static Region start(
      String name,
      Path directory,
      KafkaService kafka,
      RegionConfig.Common common,
      Config given,
      Consumer<String> notes)
      throws IOException {
    DeployedNode node = DeployedNode.in(directory, CORES, MEMORY);
    VariometerConfig config = RegionConfig.write(name, node, kafka, common, given);
    Region region = new Region(name, node, kafka, config, notes);
    boolean complete = false;
    try {
      region.keep(region.spark, "Spark master", "master.log", "sbin/daemon", "master", "run");
      region.await("its Spark master", () -> node.cluster().contains("ALIVE"));
      region.keep(region.spark, "Spark worker", "worker.log", "sbin/daemon", "worker", "run");
      region.await("its Spark worker", () -> node.cluster().contains("\"aliveworkers\" : 1"));
      complete = true;
      return region;
    } finally {
      if (!complete) {
        region.close();
      }
    }
  }

  /** Submits the stream, in cluster mode, supervised. */
  public void submitStream() throws IOException {
    submitted = true;
    stream("submit");
  }

  /** Ends the stream in good order; it is not submitted again but by somebody. */
  public void killStream() throws IOException {
    stream("kill");
  }

  private void stream(String action) throws IOException {
    Result result = node.run(TO_RUN_SCRIPT, Map.of(), "bin/stream", action);
    if (result.exitCode() != 0) {
      throw new ServiceException(
          "region " + name + ": bin/stream " + action + " failed: " + result.err().strip());
    }
  }

  /** Lets the monitor look after it. */
  void startMonitor() throws IOException {
    keep(apps, "monitor", "monitor.log", "bin/variometer", "monitor", "--config", configuration());
  }

  /** Lets the batch run here, slot after slot. */
  void startBatch() throws IOException {
    keep(
        apps,
        "batch",
        "batch.log",
        "bin/batch",
        "--every",
        config.batch().slotLength().toMinutes() + "m");
  }

  private void keep(Deque<Kept> among, String what, String log, String script, String... arguments)
      throws IOException {
    AtomicReference<Process> running = new AtomicReference<>();
    among.push(
        Kept.start(
            what + " of " + name,
            PAUSE,
            () -> {
              Process process = node.start(log, Map.of(), script, arguments);
              running.set(process);
              return process.onExit();
            },
            () -> DeployedNode.stop(running.get(), among == apps ? APPS_TO_STOP : DAEMON_TO_STOP),
            notes));
  }

  private void await(String what, BooleanSupplier condition) throws IOException {
    long end = System.nanoTime() + TO_START.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new ServiceException(
            "region "
                + name
                + ": "
                + what
                + " did not come up within "
                + TO_START.toSeconds()
                + " s; its log is in "
                + node.directory());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ServiceException("interrupted while region " + name + " was starting", e);
      }
    }
  }

  /** What it is called, in tags and paths. */
  public String name() {
    return name;
  }

  /** Where what it says is, and what its apps are told. */
  public DeployedNode node() {
    return node;
  }

  /** The broker that its stream reads. */
  public KafkaService kafka() {
    return kafka;
  }

  /** What its apps are told. */
  public VariometerConfig config() {
    return config;
  }

  private String configuration() {
    return node.configuration().toString();
  }

  /** Ends monitor, batch and stream in good order, then the Spark cluster. */
  @Override
  public void close() {
    // At the same time: a slot in hand takes long.
    Together.each(apps, Kept::close);
    if (submitted) {
      try {
        killStream();
      } catch (IOException e) {
        notes.accept(e.getMessage());
      }
    }
    spark.forEach(Kept::close);
  }
}
