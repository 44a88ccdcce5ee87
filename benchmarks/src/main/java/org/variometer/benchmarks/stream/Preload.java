package org.variometer.benchmarks.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/** Fills a topic before the clock runs, and goes on where it stopped. */
final class Preload {
  private final String servers;
  private final String topic;
  private final List<StreamTraffic> partitions = new ArrayList<>();

  /**
   * What was sent.
   *
   * @param records how many records
   * @param copies how many of them are copies of others
   */
  record Sent(long records, long copies) {
    Sent plus(Sent other) {
      return new Sent(records + other.records, copies + other.copies);
    }
  }

  /**
   * Nothing sent yet.
   *
   * @param partitions of the topic, which get as many records each
   * @param sessions that the stream is to hold
   */
  Preload(String servers, String topic, int partitions, int sessions) {
    this.servers = servers;
    this.topic = topic;
    for (int p = 0; p < partitions; p++) {
      int partition = p;
      this.partitions.add(
          new StreamTraffic(
              partition,
              sessions / partitions,
              key -> Utils.toPositive(Utils.murmur2(key)) % partitions == partition));
    }
  }

  /**
   * Sends records; each partition has a thread and a producer of its own.
   *
   * @return what was sent this time
   */
  Sent send(long records) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(partitions.size());
    try {
      List<Future<Sent>> parts = new ArrayList<>();
      for (int p = 0; p < partitions.size(); p++) {
        int partition = p;
        parts.add(threads.submit(() -> fill(partition, records / partitions.size())));
      }
      Sent sent = new Sent(0, 0);
      for (Future<Sent> part : parts) {
        sent = sent.plus(part.get());
      }
      return sent;
    } finally {
      threads.shutdownNow();
    }
  }

  private Sent fill(int partition, long records) {
    StreamTraffic traffic = partitions.get(partition);
    long copiesBefore = traffic.copiesSent();
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (long i = 0; i < records && failure.get() == null; i++) {
        traffic.advance();
        // The producer copies key and value at once: their arrays can be used again. A failure
        // reaches the callback.
        Future<RecordMetadata> unused =
            producer.send(
                new ProducerRecord<>(
                    topic, partition, traffic.arrival(), traffic.key(), traffic.value()),
                (metadata, error) -> {
                  if (error != null) {
                    failure.compareAndSet(null, error);
                  }
                });
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("Kafka did not take all records", failure.get());
    }
    return new Sent(records, traffic.copiesSent() - copiesBefore);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            servers,
            "compression.type",
            "lz4",
            "batch.size",
            256 << 10,
            "buffer.memory",
            32 << 20,
            "linger.ms",
            20,
            "delivery.timeout.ms",
            300_000),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
