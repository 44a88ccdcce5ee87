package org.variometer.chaos.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.variometer.config.KafkaSettings;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.TrafficGenerator;
import org.variometer.quickstart.kafka.BeaconSender;

/** Sends traffic at a steady pace, in a thread of its own, and keeps a copy of it. */
public final class Traffic implements AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Path copy;
  private final Future<Void> done;
  private final AtomicLong sent = new AtomicLong();
  private volatile long firstArrival = Long.MAX_VALUE;
  private volatile long lastArrival = Long.MIN_VALUE;

  /**
   * Begins.
   *
   * @param perSecond records a second
   * @param copy the file in which to keep them, one a line
   */
  Traffic(GeneratorSettings settings, long perSecond, KafkaSettings kafka, Path copy) {
    this.copy = copy;
    long nanosEach = TimeUnit.SECONDS.toNanos(1) / perSecond;
    done =
        thread.submit(
            () -> {
              try (BeaconSender sender = BeaconSender.connect(kafka);
                  OutputStream lines = new BufferedOutputStream(Files.newOutputStream(copy))) {
                run(new TrafficGenerator(settings), nanosEach, sender, lines);
              }
              return null;
            });
  }

  private void run(
      TrafficGenerator generator, long nanosEach, BeaconSender sender, OutputStream lines)
      throws IOException {
    long begin = System.nanoTime();
    generator.run(
        (arrival, sessionId, buffer, offset, length) -> {
          awaitTurn(begin + sent.get() * nanosEach);
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

  private static void awaitTurn(long turn) throws IOException {
    long nanos = turn - System.nanoTime();
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

  /** The file with all records, one a line; whole when all was sent. */
  public Path copy() {
    return copy;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
