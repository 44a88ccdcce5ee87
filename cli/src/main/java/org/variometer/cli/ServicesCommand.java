package org.variometer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.variometer.services.KafkaService;
import org.variometer.services.KairosService;
import org.variometer.services.ServiceException;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Services;
import org.variometer.services.WorkDirectory;
import org.variometer.services.ZooKeeperService;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs ZooKeeper, Kafka and KairosDB until it is stopped. */
@Command(
    name = "services",
    mixinStandardHelpOptions = true,
    description = {
      "Runs ZooKeeper, Kafka and KairosDB on this machine, in the foreground, until Ctrl-C or"
          + " SIGTERM.",
      "Nothing has to be installed, and only this machine can reach them. Kafka gets the topics"
          + " "
          + Services.BEACONS
          + " and "
          + Services.REJECTED
          + ".",
      ""
    })
final class ServicesCommand implements Callable<Integer> {
  private static final String ZOOKEEPER_PORT = "--zookeeper-port";
  private static final String KAFKA_PORT = "--kafka-port";
  private static final String KAIROSDB_PORT = "--kairosdb-port";
  private static final int MAX_PORT = 65_535;
  private static final int MAX_PARTITIONS = 1000;

  @Option(
      names = ZOOKEEPER_PORT,
      paramLabel = "PORT",
      description = "Where ZooKeeper listens; 0 is any free port (default: ${DEFAULT-VALUE}).")
  private int zooKeeperPort = 2181;

  @Option(
      names = KAFKA_PORT,
      paramLabel = "PORT",
      description = "Where Kafka listens; 0 is any free port (default: ${DEFAULT-VALUE}).")
  private int kafkaPort = 9092;

  @Option(
      names = KAIROSDB_PORT,
      paramLabel = "PORT",
      description = "Where KairosDB listens; 0 is any free port (default: ${DEFAULT-VALUE}).")
  private int kairosPort = 8080;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where data and logs are kept, for a later start too (default: a temporary directory,"
              + " removed at the end).")
  private Path data;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of the topic " + Services.BEACONS + " (default: ${DEFAULT-VALUE}).")
  private int partitions = 4;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    check();
    try (StopSignal stop = StopSignal.watch(0);
        WorkDirectory directory =
            data == null ? WorkDirectory.temporary() : WorkDirectory.kept(data)) {
      Services services = services(directory.path());
      try {
        System.err.println("variometer: starting ZooKeeper, Kafka and KairosDB");
        services.start(partitions);
        print(services, directory);
        services.awaitFailure();
      } catch (ServiceException | InterruptedException e) {
        if (!stop.came()) {
          directory.keepLogs();
          throw e instanceof IOException failure ? failure : new IOException(e);
        }
        System.err.println("variometer: stopping");
      } finally {
        services.close();
      }
    }
    return 0;
  }

  private void check() {
    List<String> names = List.of(ZOOKEEPER_PORT, KAFKA_PORT, KAIROSDB_PORT);
    int[] ports = {zooKeeperPort, kafkaPort, kairosPort};
    for (int i = 0; i < ports.length; i++) {
      if (ports[i] < 0 || ports[i] > MAX_PORT) {
        throw new UsageException(
            names.get(i) + ": " + ports[i] + "; expected a number from 0 to " + MAX_PORT);
      }
      for (int j = 0; j < i; j++) {
        if (ports[i] == ports[j] && ports[i] != 0) {
          throw new UsageException(
              names.get(j)
                  + " and "
                  + names.get(i)
                  + ": both "
                  + ports[i]
                  + "; expected two ports");
        }
      }
    }
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new UsageException(
          "--partitions: " + partitions + "; expected a number from 1 to " + MAX_PARTITIONS);
    }
  }

  private Services services(Path directory) {
    return new Services(
        new ZooKeeperService(options(directory, "zookeeper", zooKeeperPort, ZOOKEEPER_PORT)),
        new KafkaService(options(directory, "kafka", kafkaPort, KAFKA_PORT)),
        new KairosService(options(directory, "kairosdb", kairosPort, KAIROSDB_PORT)));
  }

  private static ServiceOptions options(Path directory, String name, int port, String option) {
    return ServiceOptions.in(directory.resolve(name))
        .withPort(port, "stop that one, or choose another port with " + option);
  }

  private void print(Services services, WorkDirectory directory) {
    String table =
        """
        ZooKeeper, Kafka and KairosDB are running.

          service    address                  what it does here
          ZooKeeper  %-23s  remembers up to where the stream has read
          Kafka      %-23s  takes beacons: topic %s, partitions: %d
          KairosDB   %-23s  keeps the metrics

          data and logs: %s%s

        In another terminal:
          ./variometer send beacons.jsonl    sends beacons to Kafka
          ./variometer stream                computes their metrics and writes them to KairosDB
          curl %s/api/v1/metricnames

        Ctrl-C here stops all three.
        """;
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        table.formatted(
            services.zooKeeper().address(),
            services.kafka().address(),
            Services.BEACONS,
            partitions,
            services.kairos().url(),
            directory.path(),
            directory.isTemporary() ? " (removed at the end; --data DIR keeps them)" : "",
            services.kairos().url()));
    out.flush();
  }
}
