package org.variometer.cluster;

import com.typesafe.config.Config;
import java.nio.file.Path;
import org.variometer.services.ServiceOptions;

/**
 * Where a cluster is, and what its apps are told besides.
 *
 * @param directory where all files are, absolute
 * @param zooKeeperPort where ZooKeeper listens, 0 for any free port
 * @param kafkaPort where the first region's Kafka listens, the second one's at the next; 0 for any
 * @param kairosPort where KairosDB listens, 0 for any free port
 * @param config what apps are told besides; goes before the cluster's defaults
 */
public record ClusterOptions(
    Path directory, int zooKeeperPort, int kafkaPort, int kairosPort, Config config) {
  static final String ZOOKEEPER_PORT = "--zookeeper-port";
  static final String KAFKA_PORT = "--kafka-port";
  static final String KAIROSDB_PORT = "--kairosdb-port";

  ServiceOptions zooKeeper() {
    return options("zookeeper", zooKeeperPort, ZOOKEEPER_PORT);
  }

  ServiceOptions kairos() {
    return options("kairosdb", kairosPort, KAIROSDB_PORT);
  }

  ServiceOptions kafka(int number, String region) {
    return options("kafka-" + region, kafkaPort == 0 ? 0 : kafkaPort + number, KAFKA_PORT);
  }

  private ServiceOptions options(String name, int port, String option) {
    return ServiceOptions.in(directory.resolve(name))
        .withPort(port, "stop that one, or choose another port with " + option);
  }
}
