package org.variometer.config;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads what the streaming app needs: the blocks {@code kafka}, {@code zookeeper}, {@code stream}.
 */
final class StreamSettingsReader {
  static final String KAFKA_PROPERTIES = "variometer.kafka.properties";
  static final String SPARK_PROPERTIES = "variometer.stream.spark";
  private static final String CONCURRENT_JOBS = "spark.streaming.concurrentJobs";
  private static final String MIN_RATE = "spark.streaming.kafka.minRatePerPartition";
  private static final String KAFKA = "variometer.kafka.";
  private static final String ZOOKEEPER = "variometer.zookeeper.";
  private static final String STREAM = "variometer.stream.";
  private static final Pattern SERVERS =
      Pattern.compile("[^\\s,:/]+:[0-9]{1,5}(,[^\\s,:/]+:[0-9]{1,5})*");
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
  private static final Pattern NODE = Pattern.compile("(/[A-Za-z0-9._-]+)+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String SERVERS_FORM = "host:port, several with commas between";
  private static final String TOPIC_FORM = "a topic's name: letters, digits, '.', '_' and '-'";
  private static final String NAME_FORM =
      "a name of up to 64 letters, digits, '.', '_' and '-', like eu-1";

  private StreamSettingsReader() {}

  static String region(ConfigReader reader) {
    return reader.text("variometer.region", NAME, NAME_FORM);
  }

  static KafkaSettings kafka(ConfigReader reader) {
    Map<String, String> properties = reader.strings(KAFKA_PROPERTIES);
    KafkaSecrets.check(properties, reader);
    return new KafkaSettings(
        reader.text(KAFKA + "bootstrap-servers", SERVERS, SERVERS_FORM),
        reader.text(KAFKA + "topics.beacons", TOPIC, TOPIC_FORM),
        reader.text(KAFKA + "topics.rejected", TOPIC, TOPIC_FORM),
        properties);
  }

  static ZooKeeperSettings zooKeeper(Config config, ConfigReader reader) {
    return new ZooKeeperSettings(
        reader.text(ZOOKEEPER + "connect", SERVERS, SERVERS_FORM),
        reader.text(ZOOKEEPER + "root", NODE, "a path like /variometer"),
        reader.duration(
            ZOOKEEPER + "session-timeout", Duration.ofSeconds(1), Duration.ofMinutes(5)),
        reader.duration(
            ZOOKEEPER + "connect-timeout", Duration.ofMillis(100), Duration.ofMinutes(5)),
        CredentialsReader.read(config, reader, ZOOKEEPER, "VARIOMETER_ZOOKEEPER_PASSWORD"));
  }

  static StreamSettings stream(ConfigReader reader) {
    int shards = reader.integer(STREAM + "shards", 1, 65_536);
    int parallelism = reader.integer(STREAM + "parallelism", 1, 65_536);
    if (parallelism > shards) {
      reader.reject(STREAM + "parallelism", "at most variometer.stream.shards, " + shards);
    }
    Map<String, String> spark = reader.sparkProperties(SPARK_PROPERTIES);
    if (spark.containsKey(CONCURRENT_JOBS)) {
      reader.reject(
          SPARK_PROPERTIES, "no " + CONCURRENT_JOBS + ": micro-batches end one after the other");
    }
    if (!spark.getOrDefault(MIN_RATE, "1").matches("[1-9][0-9]*")) {
      reader.reject(
          SPARK_PROPERTIES,
          MIN_RATE + " from 1: of a partition that is left out nobody knows how far it is");
    }
    return new StreamSettings(
        reader.text(STREAM + "master", "a master of Spark's, like local[2]"),
        reader.text(STREAM + "consumer", NAME, NAME_FORM),
        reader.duration(STREAM + "batch-interval", Duration.ofMillis(200), Duration.ofMinutes(10)),
        reader.text(STREAM + "checkpoint.directory", "a path or URL of Hadoop's"),
        reader.integer(STREAM + "checkpoint.batches", 1, 1000),
        reader.text(STREAM + "snapshot.directory", "a path or URL of Hadoop's"),
        reader.integer(STREAM + "snapshot.batches", 1, 100_000),
        reader.bool(STREAM + "partitioned-by-session"),
        shards,
        parallelism,
        reader.integer(STREAM + "meters", 1, 1024),
        reader.integer(STREAM + "max-rate-per-partition", 1, Integer.MAX_VALUE),
        reader.bool(STREAM + "backpressure"),
        reader.integer(STREAM + "hold-hours", 2, 24 * 60),
        reader.integer(STREAM + "exact-visitors", 0, Integer.MAX_VALUE),
        reader.address(STREAM + "health-address"),
        spark);
  }
}
