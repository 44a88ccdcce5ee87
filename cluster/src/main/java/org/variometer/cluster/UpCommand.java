package org.variometer.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.variometer.cli.StopSignal;
import org.variometer.config.KafkaSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.LiveTraffic;
import org.variometer.quickstart.kafka.TrafficSender;
import org.variometer.services.WorkDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings a cluster up and keeps it until it is stopped. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Brings up on this machine, as processes, what production has: ZooKeeper; two regions, each"
          + " with a Kafka broker and a Spark standalone cluster that runs the stream in cluster"
          + " mode; a mirror of the topic; KairosDB; the batch; a monitor for each region. In the"
          + " foreground, until Ctrl-C or SIGTERM. What dies is started again, as systemd does;"
          + " streams are the monitors'. Only this machine can reach it. Takes about 8 GiB.",
      ""
    })
final class UpCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_RATE = 10_000;
  private static final long LOOK_MILLIS = 1000;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where data and logs are kept, for a later start too (default: a temporary directory,"
              + " removed at the end).")
  private Path data;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Records a second of a shop's traffic, sent to region-a; 0 for none (default:"
              + " ${DEFAULT-VALUE}).")
  private int rate = 50;

  @Option(
      names = ClusterOptions.ZOOKEEPER_PORT,
      paramLabel = "PORT",
      description = "Where ZooKeeper listens; 0 is any free port (default: ${DEFAULT-VALUE}).")
  private int zooKeeperPort = 2181;

  @Option(
      names = ClusterOptions.KAFKA_PORT,
      paramLabel = "PORT",
      description =
          "Where region-a's Kafka listens, region-b's at the next; 0 is any free port (default:"
              + " ${DEFAULT-VALUE}).")
  private int kafkaPort = 9092;

  @Option(
      names = ClusterOptions.KAIROSDB_PORT,
      paramLabel = "PORT",
      description = "Where KairosDB listens; 0 is any free port (default: ${DEFAULT-VALUE}).")
  private int kairosPort = 8080;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Configuration (HOCON) of both regions, over the cluster's own; where things are it does"
              + " not change.")
  private File file;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    check();
    Config given = given();
    try (StopSignal stop = StopSignal.watch(0, Cluster.TO_STOP.toSeconds());
        WorkDirectory directory =
            data == null ? WorkDirectory.temporary() : WorkDirectory.kept(data);
        DirectoryLock lock = DirectoryLock.take(directory.path())) {
      ClusterOptions options =
          new ClusterOptions(lock.directory(), zooKeeperPort, kafkaPort, kairosPort, given);
      try (Cluster cluster = Cluster.start(options, this::note)) {
        runUntilStopped(cluster, directory);
      } catch (IOException | InterruptedException e) {
        if (!stop.came()) {
          directory.keep();
          throw e instanceof IOException failure ? failure : new IOException(e);
        }
      }
    }
    note("stopped");
    return 0;
  }

  private void check() {
    List<Integer> ports = new ArrayList<>(List.of(zooKeeperPort, kafkaPort, kairosPort));
    if (kafkaPort != 0) {
      ports.add(kafkaPort + 1);
    }
    for (int port : ports) {
      if (port < 0 || port > MAX_PORT) {
        throw wrong("a port is " + port + "; expected a number from 0 to " + MAX_PORT);
      }
    }
    List<Integer> given = ports.stream().filter(port -> port != 0).toList();
    if (given.stream().distinct().count() < given.size()) {
      throw wrong(
          "of the ports "
              + given
              + " two are the same; the second region's Kafka is at the one behind "
              + ClusterOptions.KAFKA_PORT);
    }
    if (rate < 0 || rate > MAX_RATE) {
      throw wrong("--rate: " + rate + "; expected a number from 0 to " + MAX_RATE);
    }
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }

  /** What the file says, which is good. */
  private Config given() {
    if (file == null) {
      return ConfigFactory.empty();
    }
    VariometerConfig unused =
        VariometerConfig.from(VariometerConfig.load(Optional.of(file), Map.of()));
    return ConfigFactory.parseFile(file);
  }

  private void note(String line) {
    spec.commandLine().getErr().println("variometer: " + line);
  }

  private void runUntilStopped(Cluster cluster, WorkDirectory directory)
      throws IOException, InterruptedException {
    print(cluster, directory);
    try {
      if (rate > 0) {
        send(cluster.regions().get(0).config().kafka());
        note("a day's traffic was sent; there is no more");
      }
      // Until this thread is interrupted.
      new CountDownLatch(1).await();
    } finally {
      note("stopping: the streams finish the micro-batch in hand");
    }
  }

  private void send(KafkaSettings kafka) throws IOException, InterruptedException {
    GeneratorSettings settings =
        GeneratorSettings.from(
            LiveTraffic.over(Instant.now(), rate)
                .withFallback(VariometerConfig.reference())
                .resolve()
                .getConfig("variometer.generate"));
    try (TrafficSender traffic =
        new TrafficSender(settings, kafka, TrafficSender.Turn.onArrival(), Optional.empty())) {
      while (!traffic.isDone()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  private void print(Cluster cluster, WorkDirectory directory) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        """
        A cluster of two regions is running.

          ZooKeeper  %s
          KairosDB   %s
        """,
        cluster.zooKeeper().address(), cluster.kairos().url());
    for (Region region : cluster.regions()) {
      out.printf(
          """
            %s   Kafka %s, Spark %s, configuration %s
          """,
          region.name(),
          region.kafka().bootstrapServers(),
          region.node().masterPages(),
          region.node().configuration());
    }
    Region first = cluster.regions().get(0);
    out.printf(
        """

          data and logs: %1$s

        In another terminal:
          ./variometer failover --config %2$s
              shows who writes, and how far each region is
          ./variometer failover --config %2$s --to region-b
              lets the other one write
          VARIOMETER_NODE=%3$s %4$s kill
              ends a stream; its monitor starts it again

        Alerts are shown here. Ctrl-C stops everything.
        """,
        directory.path()
            + (directory.isTemporary() ? " (removed at the end; --data DIR keeps them)" : ""),
        first.node().configuration(),
        first.node().settings(),
        first.node().script("bin/stream"));
    out.flush();
  }
}
