package org.variometer.quickstart.kafka;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.variometer.config.KafkaSettings;

/**
 * Sends records to the topic of beacons: each once, those of a key in the order in which they were
 * given. A record that is too great for the topic is refused and remembered; anything else that
 * Kafka does not take ends the sending, so that nothing is lost in silence. For one thread; {@link
 * #close(Duration)} and the counts for any.
 *
 * <p>A broker that dies and starts again forgets who sent records whose timestamps are older than
 * its {@code producer.id.expiration.ms}, a day unless set otherwise. Of such records, those that it
 * took and could not confirm any more are then sent twice.
 */
public final class BeaconSender implements AutoCloseable {
  /** The greatest record that is tried; whether it is taken is the topic's decision. */
  public static final int MAX_RECORD_BYTES = 16 << 20;

  /** What Kafka adds to a record, with much to spare. */
  private static final int OVERHEAD_BYTES = 4 << 10;

  private static final int MAX_REMEMBERED = 100;

  private final KafkaSettings settings;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong retimed = new AtomicLong();
  private final AtomicReference<SendException> failure = new AtomicReference<>();
  private final List<String> refusals = new ArrayList<>();
  private long refused;
  private long given;

  private BeaconSender(KafkaSettings settings, KafkaProducer<byte[], byte[]> producer) {
    this.settings = settings;
    this.producer = producer;
  }

  /**
   * Connects to Kafka.
   *
   * @throws SendException if it does not answer, or has no topic of beacons
   * @throws InterruptedIOException if this thread is interrupted
   */
  public static BeaconSender connect(KafkaSettings settings)
      throws SendException, InterruptedIOException {
    KafkaClients clients = new KafkaClients(settings);
    try {
      clients.requireTopic();
      return new BeaconSender(settings, clients.producer(MAX_RECORD_BYTES + OVERHEAD_BYTES));
    } catch (InterruptException e) {
      throw interrupted(e);
    }
  }

  /**
   * Sends a record.
   *
   * @param bytes holds it from {@code from} (inclusive) to {@code to} (exclusive), and may be used
   *     again after the return
   * @param key its session id in UTF-8, null if it has none
   * @param timestamp its arrival, ms since the epoch
   * @throws SendException if Kafka did not take a record, this one or one before
   * @throws InterruptedIOException if this thread is interrupted
   */
  public void send(byte[] bytes, int from, int to, byte[] key, long timestamp)
      throws SendException, InterruptedIOException {
    long number = given + 1;
    send(bytes, from, to, key, timestamp, () -> "record " + number);
  }

  /**
   * Sends a record of which it is known where it comes from.
   *
   * @param bytes holds it from {@code from} (inclusive) to {@code to} (exclusive), and may be used
   *     again after the return
   * @param key its session id in UTF-8, null if it has none
   * @param timestamp its arrival, ms since the epoch
   * @param origin says where it comes from, should it be refused
   * @throws SendException if Kafka did not take a record, this one or one before
   * @throws InterruptedIOException if this thread is interrupted
   */
  public void send(
      byte[] bytes, int from, int to, byte[] key, long timestamp, Supplier<String> origin)
      throws SendException, InterruptedIOException {
    check();
    given++;
    byte[] value = Arrays.copyOfRange(bytes, from, to);
    try {
      // What becomes of the record is told to the callback.
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(settings.beacons(), null, timestamp, key, value),
              (metadata, error) -> done(metadata, error, timestamp, value.length, origin));
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException | IllegalStateException e) {
      fail(origin, e);
    }
    check();
  }

  /** Remembers a record that can't even be tried. */
  synchronized void refuse(Supplier<String> origin, String reason) {
    refused++;
    if (refusals.size() < MAX_REMEMBERED) {
      refusals.add(origin.get() + ": " + reason);
    }
  }

  private void done(
      RecordMetadata metadata,
      Exception error,
      long timestamp,
      int bytes,
      Supplier<String> origin) {
    if (error == null) {
      sent.incrementAndGet();
      if (metadata.timestamp() != timestamp) {
        retimed.incrementAndGet();
      }
    } else if (error instanceof RecordTooLargeException) {
      refuse(
          origin,
          bytes
              + " bytes are more than the topic "
              + settings.beacons()
              + " takes (max.message.bytes)");
    } else {
      fail(origin, error);
    }
  }

  private void fail(Supplier<String> origin, Exception error) {
    failure.compareAndSet(
        null,
        new SendException(
            "Kafka at "
                + settings.bootstrapServers()
                + " did not take "
                + origin.get()
                + " into the topic "
                + settings.beacons()
                + ": "
                + error.getMessage(),
            error));
  }

  private void check() throws SendException {
    SendException first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  /**
   * Returns when Kafka has all records that were given and not refused.
   *
   * @throws SendException if it did not take one
   * @throws InterruptedIOException if this thread is interrupted
   */
  public void flush() throws SendException, InterruptedIOException {
    try {
      producer.flush();
    } catch (InterruptException e) {
      throw interrupted(e);
    }
    check();
  }

  /** How many records Kafka has. */
  public long sent() {
    return sent.get();
  }

  /** How many records were too great. */
  public synchronized long refused() {
    return refused;
  }

  /** Where the first of those come from, and how great they are. */
  public synchronized List<String> refusals() {
    return List.copyOf(refusals);
  }

  /**
   * How many records did not keep their timestamp: the topic sets its own ({@code
   * message.timestamp.type=LogAppendTime}), and sessions will be cut in other places.
   */
  public long retimed() {
    return retimed.get();
  }

  /**
   * Ends the sending, for all threads: what was given is still sent as far as that is possible in
   * this time, and the counts are final.
   */
  public void close(Duration patience) {
    try {
      producer.close(patience);
    } catch (InterruptException e) {
      // It is closed nevertheless, and the thread stays interrupted.
      failure.compareAndSet(null, new SendException("interrupted while sending", e));
    }
  }

  /** Ends the sending without more waiting; what was not flushed may be lost. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }

  /** The thread stays interrupted. */
  private static InterruptedIOException interrupted(InterruptException cause) {
    InterruptedIOException interrupted = new InterruptedIOException("interrupted while sending");
    interrupted.initCause(cause);
    return interrupted;
  }
}
