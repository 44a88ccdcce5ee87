package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.variometer.beacon.RejectReason;
import org.variometer.config.KafkaSettings;
import org.variometer.spark.RejectedRecords;

/**
 * Sends the records that are no beacons to a topic of their own: as they came, with the reason and
 * the place where they stood as headers. A repeated task sends them again; the place tells them
 * apart. For one task; the producer behind it is the process's.
 */
final class DeadLetters implements RejectedRecords<ConsumerRecord<byte[], byte[]>> {
  /** Why the record is no beacon. */
  static final String REASON = "reason";

  /** Where it stood: {@code topic/partition/offset}. */
  static final String SOURCE = "source";

  /** The length that a payload too long for the topic had before it was cut off. */
  static final String CUT_FROM = "cut-from";

  /** The length that a key too long for the topic had before it was cut off. */
  static final String KEY_CUT_FROM = "key-cut-from";

  /** Far more than a session's id takes. */
  private static final int MAX_KEY = 16 * 1024;

  private static final int MAX_PAYLOAD = 900 * 1024;
  private static final Map<KafkaSettings, KafkaProducer<byte[], byte[]>> PRODUCERS =
      new ConcurrentHashMap<>();

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaSettings settings;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private boolean sent;

  DeadLetters(KafkaSettings settings) {
    this.settings = settings;
    this.producer = PRODUCERS.computeIfAbsent(settings, DeadLetters::connect);
  }

  @Override
  public void reject(ConsumerRecord<byte[], byte[]> record, RejectReason reason) {
    if (failure.get() != null) {
      // The task has failed: each further one could take as long to fail as the first.
      return;
    }
    byte[] payload = record.value();
    RecordHeaders headers = new RecordHeaders();
    headers.add(REASON, reason.wireName().getBytes(UTF_8));
    headers.add(
        SOURCE,
        (record.topic() + "/" + record.partition() + "/" + record.offset()).getBytes(UTF_8));
    if (payload != null && payload.length > MAX_PAYLOAD) {
      headers.add(CUT_FROM, Integer.toString(payload.length).getBytes(UTF_8));
      payload = Arrays.copyOf(payload, MAX_PAYLOAD);
    }
    byte[] key = record.key();
    if (key != null && key.length > MAX_KEY) {
      headers.add(KEY_CUT_FROM, Integer.toString(key.length).getBytes(UTF_8));
      key = Arrays.copyOf(key, MAX_KEY);
    }
    sent = true;
    // Failures reach the callback.
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(
                settings.rejected(),
                null,
                record.timestamp() < 0 ? null : record.timestamp(),
                key,
                payload,
                headers),
            (metadata, error) -> {
              if (error != null) {
                failure.compareAndSet(null, error);
              }
            });
  }

  /**
   * Returns when all that were sent are kept.
   *
   * @throws IllegalStateException if one could not be
   */
  void flush() {
    if (!sent) {
      return;
    }
    producer.flush();
    Exception error = failure.get();
    if (error != null) {
      throw new IllegalStateException(
          "rejected records can't be kept in topic "
              + settings.rejected()
              + " of Kafka at "
              + settings.bootstrapServers()
              + (error instanceof RecordTooLargeException
                  ? ": give the topic max.message.bytes of 1 MiB or more: "
                  : ": ")
              + error.getMessage(),
          error);
    }
  }

  /** Closes the process's connections; a later stream makes new ones. */
  static void disconnect() {
    PRODUCERS.forEach(
        (settings, producer) -> {
          PRODUCERS.remove(settings);
          producer.close();
        });
  }

  private static KafkaProducer<byte[], byte[]> connect(KafkaSettings settings) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("compression.type", "lz4");
    properties.put("linger.ms", 20);
    properties.put("delivery.timeout.ms", 60_000);
    properties.put("request.timeout.ms", 20_000);
    properties.putAll(settings.clientProperties());
    properties.put("acks", "all");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
