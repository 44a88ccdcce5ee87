package org.variometer.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.variometer.config.VariometerConfig;
import org.variometer.services.DeployedNode;
import org.variometer.services.KafkaService;
import org.variometer.services.Services;

/** What the apps of a region are told. */
final class RegionConfig {
  private static final ConfigRenderOptions READABLE =
      ConfigRenderOptions.defaults().setOriginComments(false).setComments(false).setJson(false);

  private RegionConfig() {}

  /**
   * Writes it where the node's scripts look for it.
   *
   * @param common what both regions share
   * @param given what the user wants otherwise
   * @return as the apps read it
   */
  static VariometerConfig write(
      String region, DeployedNode node, KafkaService kafka, Common common, Config given)
      throws IOException {
    Config config =
        ConfigFactory.parseMap(where(region, node, kafka, common), "the cluster")
            .withFallback(given)
            .withFallback(ConfigFactory.parseMap(usual(), "the cluster's defaults"));
    Files.writeString(node.configuration(), config.root().render(READABLE));
    return VariometerConfig.from(
        VariometerConfig.load(Optional.of(node.configuration().toFile()), Map.of()));
  }

  /**
   * What both regions share.
   *
   * @param zooKeeper its address
   * @param kairos the URL of KairosDB
   * @param batch the batch's directory
   * @param alerts where monitors post theirs
   */
  record Common(String zooKeeper, String kairos, Path batch, String alerts) {}

  /** Where everything is. */
  private static Map<String, Object> where(
      String region, DeployedNode node, KafkaService kafka, Common common) {
    Map<String, Object> keys = new TreeMap<>();
    keys.put("variometer.region", region);
    keys.put("variometer.kafka.bootstrap-servers", kafka.bootstrapServers());
    keys.put("variometer.kafka.topics.beacons", Services.BEACONS);
    keys.put("variometer.kafka.topics.rejected", Services.REJECTED);
    keys.put("variometer.zookeeper.connect", common.zooKeeper());
    keys.put("variometer.kairosdb.url", common.kairos());
    keys.put("variometer.stream.checkpoint.directory", url(node.directory(), "checkpoint"));
    keys.put("variometer.stream.snapshot.directory", url(node.directory(), "snapshots"));
    keys.put("variometer.batch.directory", common.batch().toUri().toString());
    keys.put("variometer.monitor.directory", node.directory().resolve("monitor").toString());
    keys.put("variometer.monitor.spark-masters", List.of(node.masterPages()));
    keys.put("variometer.monitor.webhook.url", common.alerts());
    keys.put("variometer.monitor.restart.by", "command");
    String stream = node.script("bin/stream");
    keys.put("variometer.monitor.restart.stop-command", List.of(stream, "kill"));
    keys.put("variometer.monitor.restart.start-command", List.of(stream, "submit"));
    return keys;
  }

  /** What suits one machine with little traffic, and people who look on. */
  private static Map<String, Object> usual() {
    Map<String, Object> keys = new TreeMap<>();
    keys.put("variometer.stream.batch-interval", "5s");
    keys.put("variometer.stream.shards", 16);
    keys.put("variometer.stream.parallelism", 2);
    keys.put("variometer.stream.spark.\"spark.cores.max\"", "1");
    keys.put("variometer.stream.spark.\"spark.executor.memory\"", "1g");
    keys.put("variometer.batch.slot-length", "5m");
    keys.put("variometer.batch.seal-delay", "35m");
    keys.put("variometer.batch.buckets", 4);
    keys.put("variometer.batch.spark.\"spark.cores.max\"", "1");
    keys.put("variometer.batch.spark.\"spark.executor.memory\"", "1g");
    keys.put("variometer.batch.spark.\"spark.ui.enabled\"", "false");
    keys.put("variometer.monitor.every", "15s");
    return keys;
  }

  private static String url(Path directory, String name) {
    return directory.resolve(name).toUri().toString();
  }
}
