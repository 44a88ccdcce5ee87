package org.variometer.services;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/** One Kafka broker, which is its own controller (KRaft). */
public final class KafkaService extends Service {
  private static final String CONFIGURATION = "server.properties";
  private static final int MILLIS_TO_ANSWER = 2000;

  /** Not started yet. */
  public KafkaService(ServiceOptions options) {
    super("Kafka", "kafka-classpath", options);
  }

  /** Where clients connect to. */
  public String bootstrapServers() {
    return address();
  }

  /** All that clients need to connect. */
  public Map<String, Object> clientProperties() {
    return clientProperties(port());
  }

  private Map<String, Object> clientProperties(int atPort) {
    Map<String, Object> properties = new HashMap<>();
    security().ifPresent(security -> properties.putAll(security.kafkaClient()));
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, Ports.HOST + ":" + atPort);
    return properties;
  }

  /**
   * Creates topics that are missing, for records of any age and of up to 1 MiB.
   *
   * @throws ServiceException also if one is there with another number of partitions
   */
  public void createTopics(List<Topic> topics) throws ServiceException {
    try (KafkaAdmin admin = new KafkaAdmin(clientProperties())) {
      admin.create(topics);
    }
  }

  /**
   * All records that stand in a topic now, those of a partition in their order.
   *
   * @throws ServiceException if it is not there
   */
  public List<ConsumerRecord<byte[], byte[]>> records(String topic) throws ServiceException {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    forEachRecord(topic, records::add);
    return records;
  }

  /**
   * Gives all records that stand in a topic now, those of a partition in their order.
   *
   * @throws ServiceException if it is not there
   */
  public void forEachRecord(String topic, Consumer<ConsumerRecord<byte[], byte[]>> records)
      throws ServiceException {
    KafkaReader.read(clientProperties(), topic, records);
  }

  /**
   * The offset behind the last record of each partition of a topic.
   *
   * @throws ServiceException if it is not there
   */
  public SortedMap<Integer, Long> ends(String topic) throws ServiceException {
    return KafkaReader.ends(clientProperties(), topic);
  }

  @Override
  void prepare(int atPort) throws IOException {
    write(CONFIGURATION, properties(atPort, Ports.choose()));
    if (!Files.exists(formatted())) {
      run(
          List.of(
              QUICK_COMPILER,
              "kafka.tools.StorageTool",
              "format",
              "--ignore-formatted",
              "-t",
              Uuid.randomUuid().toString(),
              "-c",
              CONFIGURATION));
    }
  }

  @Override
  List<String> arguments() {
    return List.of(
        heap(512),
        SHOW_TIME,
        TIME_FORMAT,
        // All settings, at every start three times.
        "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaConfig=warn",
        "kafka.Kafka",
        CONFIGURATION);
  }

  @Override
  boolean isHealthy(int atPort) throws IOException {
    // A client without a server would wait and log; whether one listens is found out faster.
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Ports.address(), atPort), MILLIS_TO_ANSWER);
    }
    try (KafkaAdmin admin = new KafkaAdmin(clientProperties(atPort))) {
      return admin.clusterId().equals(clusterId());
    }
  }

  private Path formatted() {
    return directory().resolve("data").resolve("meta.properties");
  }

  private String clusterId() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(formatted())) {
      properties.load(in);
    }
    return properties.getProperty("cluster.id");
  }

  private Properties properties(int atPort, int controllerPort) {
    String protocol = security().isPresent() ? "SASL_SSL" : "PLAINTEXT";
    String broker = protocol + "://" + Ports.HOST + ":" + atPort;
    String controller = Ports.HOST + ":" + controllerPort;
    Properties properties = new Properties();
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", "1");
    properties.setProperty("controller.quorum.voters", "1@" + controller);
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty("listeners", broker + ",CONTROLLER://" + controller);
    properties.setProperty("advertised.listeners", broker);
    properties.setProperty(
        "listener.security.protocol.map", protocol + ":" + protocol + ",CONTROLLER:PLAINTEXT");
    properties.setProperty("inter.broker.listener.name", protocol);
    security().ifPresent(security -> properties.putAll(security.kafkaBroker()));
    properties.setProperty("log.dirs", "data");
    // A misspelt topic is to be an error.
    properties.setProperty("auto.create.topics.enable", "false");
    properties.setProperty("offsets.topic.num.partitions", "1");
    properties.setProperty("offsets.topic.replication.factor", "1");
    properties.setProperty("transaction.state.log.num.partitions", "1");
    properties.setProperty("transaction.state.log.replication.factor", "1");
    properties.setProperty("transaction.state.log.min.isr", "1");
    // One consumer of a group need not wait for others.
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    // A broker that starts forgets senders whose last record bears a time that is older than this,
    // and takes a record that is sent again, as no answer came, twice. The default is a day.
    properties.setProperty("producer.id.expiration.ms", String.valueOf(Integer.MAX_VALUE));
    // How long a broker that was killed keeps its successor from starting; the default is 9 s.
    properties.setProperty("broker.session.timeout.ms", "1400");
    properties.setProperty("broker.heartbeat.interval.ms", "300");
    return properties;
  }
}
