package org.variometer.services;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/**
 * Copies topics from one Kafka to another, record by record, with their keys and timestamps, each
 * into the partition of its number (MirrorMaker's source connector in Kafka Connect). After a kill
 * what it had copied last may be copied twice.
 */
public final class MirrorService extends Service {
  private static final String WORKER = "worker.properties";
  private static final String CONNECTOR = "connector.properties";
  private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
  private static final int MAX_REQUEST = 2 << 20;

  private final KafkaService from;
  private final KafkaService to;
  private final List<String> topics;

  /** Tells this one's answers from those of another at its port; what was copied is known by it. */
  private final String connector;

  /**
   * Not started yet.
   *
   * @param from where records are, which has to run when this is started
   * @param to where they are copied to, which has to have the topics, with as many partitions
   */
  public MirrorService(
      ServiceOptions options, KafkaService from, KafkaService to, List<String> topics) {
    super("the mirror of Kafka", "mirror-classpath", options);
    this.from = from;
    this.to = to;
    this.topics = List.copyOf(topics);
    this.connector = "mirror-" + HexFormat.of().toHexDigits(directory().toString().hashCode());
  }

  @Override
  void prepare(int atPort) throws IOException {
    write(WORKER, worker(atPort));
    write(CONNECTOR, connector());
  }

  @Override
  List<String> arguments() {
    return List.of(
        heap(256),
        SHOW_TIME,
        TIME_FORMAT,
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "org.apache.kafka.connect.cli.ConnectStandalone",
        WORKER,
        CONNECTOR);
  }

  /** When a task copies. */
  @Override
  boolean isHealthy(int atPort) throws IOException {
    return Pages.get(atPort, "/connectors/" + connector + "/tasks/0/status")
        .body()
        .contains("RUNNING");
  }

  private Properties worker(int atPort) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", to.bootstrapServers());
    properties.setProperty("listeners", Pages.url(atPort, "").toString());
    properties.setProperty("key.converter", BYTES);
    properties.setProperty("value.converter", BYTES);
    properties.setProperty("header.converter", BYTES);
    properties.setProperty("offset.storage.file.filename", "offsets");
    properties.setProperty("offset.flush.interval.ms", "1000");
    properties.setProperty("producer.max.request.size", Integer.toString(MAX_REQUEST));
    properties.setProperty("producer.compression.type", "lz4");
    return properties;
  }

  private Properties connector() {
    Properties properties = new Properties();
    properties.setProperty("name", connector);
    properties.setProperty(
        "connector.class", "org.apache.kafka.connect.mirror.MirrorSourceConnector");
    properties.setProperty("tasks.max", "1");
    properties.setProperty("source.cluster.alias", "from");
    properties.setProperty("target.cluster.alias", "to");
    properties.setProperty("source.cluster.bootstrap.servers", from.bootstrapServers());
    properties.setProperty("target.cluster.bootstrap.servers", to.bootstrapServers());
    properties.setProperty("topics", String.join(",", topics));
    // By their own names.
    properties.setProperty(
        "replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy");
    properties.setProperty("replication.factor", "1");
    properties.setProperty("offset-syncs.topic.replication.factor", "1");
    properties.setProperty("sync.topic.acls.enabled", "false");
    properties.setProperty("sync.topic.configs.enabled", "false");
    properties.setProperty("emit.heartbeats.enabled", "false");
    return properties;
  }
}
