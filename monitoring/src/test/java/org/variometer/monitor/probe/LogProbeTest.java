package org.variometer.monitor.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.variometer.config.KafkaSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.monitor.SharedServices;
import org.variometer.monitor.rule.Observation;
import org.variometer.services.Topic;

/** Where a real topic ends. */
@Timeout(120)
class LogProbeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void eachPartitionEndsBehindItsLastRecord() throws Exception {
    String topic = "ends";
    SharedServices.get().kafka().createTopics(List.of(new Topic(topic, 2)));
    VariometerConfig config =
        SharedServices.config(Map.of("variometer.kafka.topics.beacons", topic));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            config.kafka().clientProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < 3; i++) {
        producer.send(new ProducerRecord<>(topic, 1, null, "x".getBytes(UTF_8))).get();
      }
    }
    Observation.Log seen = new LogProbe(config.kafka(), TIMEOUT).look().view().orElseThrow();
    assertThat(seen.ends()).isEqualTo(Map.of(0, 0L, 1, 3L));
  }

  @Test
  void aTopicThatIsNotThereIsAProblemWithItsName() {
    VariometerConfig config =
        SharedServices.config(Map.of("variometer.kafka.topics.beacons", "no-such-topic"));
    assertThatThrownBy(() -> new LogProbe(config.kafka(), TIMEOUT).look())
        .isInstanceOf(ProbeException.class)
        .hasMessageContaining("where topic no-such-topic ends");
  }

  @Test
  void aKafkaThatIsNotThereIsAProblemWithItsAddress() {
    KafkaSettings nowhere = new KafkaSettings("127.0.0.1:1", "b", "r", Map.of());
    assertThatThrownBy(() -> new LogProbe(nowhere, Duration.ofMillis(500)).look())
        .isInstanceOf(ProbeException.class)
        .hasMessageContaining("Kafka at 127.0.0.1:1 does not say");
  }
}
