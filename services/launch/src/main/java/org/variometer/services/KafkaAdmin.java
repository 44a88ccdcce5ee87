package org.variometer.services;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** What is asked of a broker besides records. */
final class KafkaAdmin implements AutoCloseable {
  private static final int MILLIS_TO_ANSWER = 10_000;
  private static final short ONE_REPLICA = 1;

  /** 1 MiB and what Kafka adds to a batch of one record. */
  private static final int MAX_BYTES = (1 << 20) + 12;

  private final Admin admin;

  /**
   * Connects.
   *
   * @param client what every client needs to
   */
  KafkaAdmin(Map<String, Object> client) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, MILLIS_TO_ANSWER);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, MILLIS_TO_ANSWER);
    admin = Admin.create(properties);
  }

  String clusterId() throws ServiceException {
    return await(admin.describeCluster().clusterId(), "does not say which cluster it is");
  }

  void create(List<Topic> topics) throws ServiceException {
    Map<String, String> settings =
        Map.of(
            // Beacons carry their own time, of any age: Kafka would delete old ones at once.
            TopicConfig.RETENTION_MS_CONFIG,
            "-1",
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "CreateTime",
            // Records that are too long must come through, to be counted as such.
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(MAX_BYTES));
    Map<String, KafkaFuture<Void>> created =
        admin
            .createTopics(
                topics.stream()
                    .map(
                        topic ->
                            new NewTopic(topic.name(), topic.partitions(), ONE_REPLICA)
                                .configs(settings))
                    .toList())
            .values();
    for (Topic topic : topics) {
      if (!awaitCreation(created.get(topic.name()), topic)) {
        requirePartitions(topic);
      }
    }
  }

  private static boolean awaitCreation(KafkaFuture<Void> created, Topic topic)
      throws ServiceException {
    try {
      await(created, "did not create the topic " + topic.name());
      return true;
    } catch (ServiceException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw e;
    }
  }

  /** Which session is in which partition depends on their number, which must not change. */
  private void requirePartitions(Topic topic) throws ServiceException {
    TopicDescription there =
        await(
            admin.describeTopics(List.of(topic.name())).topicNameValues().get(topic.name()),
            "does not describe the topic " + topic.name());
    int partitions = there.partitions().size();
    if (partitions != topic.partitions()) {
      throw new ServiceException(
          "the topic "
              + topic.name()
              + " has "
              + partitions
              + " partitions already, not "
              + topic.partitions()
              + "; ask for "
              + partitions
              + ", or begin with an empty data directory");
    }
  }

  private static <T> T await(KafkaFuture<T> answer, String problem) throws ServiceException {
    try {
      return answer.get(2L * MILLIS_TO_ANSWER, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new ServiceException("Kafka " + problem + ": " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new ServiceException("Kafka " + problem + " in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("Kafka " + problem + " before this was interrupted", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
