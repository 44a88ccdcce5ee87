package org.variometer.monitor.probe;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.variometer.config.KafkaSettings;
import org.variometer.monitor.rule.Observation;
import org.variometer.monitor.rule.Seen;

/** Where the topic of beacons ends, as Kafka itself says. */
public final class LogProbe implements Probe<Observation.Log> {
  private final KafkaSettings settings;
  private final Duration timeout;

  /** Looks there. */
  public LogProbe(KafkaSettings settings, Duration timeout) {
    this.settings = settings;
    this.timeout = timeout;
  }

  @Override
  public Seen<Observation.Log> look() throws ProbeException, InterruptedException {
    Map<String, Object> properties = settings.clientProperties();
    int millis = (int) timeout.toMillis();
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    Admin admin = Admin.create(properties);
    try {
      return Seen.of(new Observation.Log(ends(admin)));
    } catch (ExecutionException | TimeoutException e) {
      Throwable reason = e instanceof ExecutionException ? e.getCause() : e;
      throw new ProbeException(
          "Kafka at "
              + settings.bootstrapServers()
              + " does not say where topic "
              + settings.beacons()
              + " ends: "
              + (KafkaSettings.isRefusal(reason) ? "it " + KafkaSettings.problem(reason) : reason),
          e);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private Map<Integer, Long> ends(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    String topic = settings.beacons();
    TopicDescription there =
        admin
            .describeTopics(List.of(topic))
            .topicNameValues()
            .get(topic)
            .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (TopicPartitionInfo partition : there.partitions()) {
      asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
    }
    Map<TopicPartition, ListOffsetsResultInfo> answered =
        admin.listOffsets(asked).all().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    Map<Integer, Long> ends = new TreeMap<>();
    answered.forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    return ends;
  }
}
