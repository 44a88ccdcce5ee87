package org.variometer.quickstart.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.variometer.config.ConfigurationException;
import org.variometer.config.KafkaSettings;

/** Connects to Kafka, and says what keeps it from connecting. */
final class KafkaClients {
  private static final Duration TO_ANSWER = Duration.ofSeconds(10);
  private static final int BATCH_BYTES = 256 << 10;
  private static final int BUFFER_BYTES = 64 << 20;
  private static final int LINGER_MILLIS = 20;
  private static final int DELIVERY_MILLIS = 120_000;

  private final KafkaSettings settings;

  KafkaClients(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Makes sure that the topic of beacons is there; a producer alone would wait for it, or make it.
   *
   * @throws SendException if Kafka does not answer or has no such topic
   */
  void requireTopic() throws SendException {
    Map<String, Object> properties = new HashMap<>();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TO_ANSWER.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TO_ANSWER.toMillis() / 2);
    properties.putAll(settings.clientProperties());
    try (Admin admin = create(properties, Admin::create)) {
      admin.describeTopics(List.of(settings.beacons())).allTopicNames().get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof UnknownTopicOrPartitionException) {
        throw new SendException(noTopic(), e);
      }
      if (KafkaSettings.isRefusal(cause)) {
        throw new SendException(
            "Kafka at " + settings.bootstrapServers() + " " + KafkaSettings.problem(cause), cause);
      }
      throw unreachable(reason(cause), cause);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /**
   * A producer that writes each record once, and the records of a key in the order in which it gets
   * them.
   *
   * @param maxRecordBytes the greatest record that it is to try
   */
  KafkaProducer<byte[], byte[]> producer(int maxRecordBytes) throws SendException {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    // As long as a batch may take: a buffer that is full says no more than a record that waits.
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MILLIS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
    properties.putAll(settings.clientProperties());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // With several under way, the first ones into a new topic can come to be out of sequence, and
    // then nothing is taken until the delivery times out.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    ByteArraySerializer bytes = new ByteArraySerializer();
    return create(properties, all -> new KafkaProducer<>(all, bytes, bytes));
  }

  /** Creates a client, for which its properties must be right and one of the hosts known. */
  private <T> T create(Map<String, Object> properties, Function<Map<String, Object>, T> constructor)
      throws SendException {
    try {
      return constructor.apply(properties);
    } catch (KafkaException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      if (reason instanceof ConfigException
          && reason.getMessage().contains(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)) {
        throw unreachable("no such host", reason);
      }
      throw new ConfigurationException(
          List.of("variometer.kafka.properties: " + reason.getMessage()));
    }
  }

  /** What a person can do something about; which call of which client waited is not. */
  private static String reason(Throwable cause) {
    return cause instanceof TimeoutException ? "nothing came in time" : cause.getMessage();
  }

  private SendException unreachable(String reason, Throwable cause) {
    return new SendException(
        "Kafka at "
            + settings.bootstrapServers()
            + " does not answer ("
            + reason
            + "); start it (./variometer services), or say where it is:"
            + " variometer.kafka.bootstrap-servers",
        cause);
  }

  private String noTopic() {
    return "Kafka at "
        + settings.bootstrapServers()
        + " has no topic "
        + settings.beacons()
        + "; name another with variometer.kafka.topics.beacons, or create it:\n"
        + "  kafka-topics.sh --create --topic "
        + settings.beacons()
        + " --partitions 4 --config message.timestamp.type=CreateTime --bootstrap-server "
        + settings.bootstrapServers();
  }
}
