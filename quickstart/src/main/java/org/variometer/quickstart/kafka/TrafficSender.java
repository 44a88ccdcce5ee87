package org.variometer.quickstart.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.variometer.config.KafkaSettings;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.TrafficGenerator;
import org.variometer.quickstart.generator.Truth;

/** Makes traffic and sends it to Kafka, in a thread of its own. */
public final class TrafficSender implements AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final TrafficGenerator generator;
  private final Turn turn;
  private final AtomicLong sent = new AtomicLong();
  private final Future<Void> done;
  private volatile long firstArrival = Long.MAX_VALUE;
  private volatile long lastArrival = Long.MIN_VALUE;

  /** When it is a record's turn. */
  public interface Turn {
    /**
     * How long to wait for it.
     *
     * @param arrival the record's arrival, ms since the epoch
     * @param number how many were sent before
     * @return ns, negative where it is late
     */
    long nanosUntil(long arrival, long number);

    /** As fast as it goes. */
    static Turn atOnce() {
      return (arrival, number) -> 0;
    }

    /** When its arrival has come. */
    static Turn onArrival() {
      return (arrival, number) ->
          TimeUnit.MILLISECONDS.toNanos(arrival - System.currentTimeMillis());
    }

    /** So many records a second, the first one now. */
    static Turn atRate(long perSecond) {
      long begin = System.nanoTime();
      return (arrival, number) ->
          begin + number * TimeUnit.SECONDS.toNanos(1) / perSecond - System.nanoTime();
    }
  }

  /**
   * Begins.
   *
   * @param copy where to write the records too, one a line
   */
  public TrafficSender(
      GeneratorSettings settings, KafkaSettings kafka, Turn turn, Optional<Path> copy) {
    this.generator = new TrafficGenerator(settings);
    this.turn = turn;
    this.done =
        thread.submit(
            () -> {
              try (BeaconSender sender = BeaconSender.connect(kafka);
                  OutputStream lines =
                      copy.isPresent()
                          ? new BufferedOutputStream(Files.newOutputStream(copy.get()))
                          : OutputStream.nullOutputStream()) {
                run(sender, lines);
              }
              return null;
            });
  }

  private void run(BeaconSender sender, OutputStream lines) throws IOException {
    generator.run(
        (arrival, sessionId, buffer, offset, length) -> {
          await(turn.nanosUntil(arrival, sent.get()));
          byte[] key = sessionId.isEmpty() ? null : sessionId.getBytes(UTF_8);
          sender.send(buffer, offset, offset + length, key, arrival);
          lines.write(buffer, offset, length);
          lines.write('\n');
          // The records come in the order of their arrival.
          firstArrival = Math.min(firstArrival, arrival);
          lastArrival = arrival;
          sent.incrementAndGet();
        });
    sender.flush();
  }

  private static void await(long nanos) throws IOException {
    if (nanos > 0) {
      try {
        TimeUnit.NANOSECONDS.sleep(nanos);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the traffic was stopped");
      }
    }
  }

  /**
   * Whether all was sent.
   *
   * @throws IOException if sending failed
   */
  public boolean isDone() throws IOException, InterruptedException {
    if (done.isDone()) {
      try {
        done.get();
      } catch (ExecutionException e) {
        throw new IOException("the traffic could not be sent: " + e.getCause().getMessage(), e);
      }
    }
    return done.isDone();
  }

  /** How many records were given to Kafka. */
  public long sent() {
    return sent.get();
  }

  /** The arrival of the first record, ms since the epoch, when one was sent. */
  public long firstArrival() {
    return firstArrival;
  }

  /** The arrival of the newest record, ms since the epoch, when one was sent. */
  public long lastArrival() {
    return lastArrival;
  }

  /** What an analysis of it has to find; when all was sent. */
  public Truth truth() {
    return generator.truth();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
