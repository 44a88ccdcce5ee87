package org.variometer.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.variometer.config.KafkaSettings;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.TrafficGenerator;
import org.variometer.quickstart.generator.Truth;
import org.variometer.quickstart.kafka.BeaconSender;

/** Makes traffic and sends it, in a thread of its own. */
final class DemoTraffic implements AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final TrafficGenerator generator;
  private final Future<Void> done;
  private volatile long firstArrival = Long.MAX_VALUE;
  private volatile long lastArrival = Long.MIN_VALUE;

  /**
   * Begins.
   *
   * @param copy where to write the records too, one a line; then they are sent as fast as it goes,
   *     else each when its arrival has come
   */
  DemoTraffic(GeneratorSettings settings, KafkaSettings kafka, Optional<Path> copy) {
    generator = new TrafficGenerator(settings);
    done =
        thread.submit(
            () -> {
              try (BeaconSender sender = BeaconSender.connect(kafka);
                  OutputStream lines =
                      copy.isPresent()
                          ? new BufferedOutputStream(Files.newOutputStream(copy.get()))
                          : OutputStream.nullOutputStream()) {
                run(sender, lines, copy.isEmpty());
              }
              return null;
            });
  }

  private void run(BeaconSender sender, OutputStream lines, boolean live) throws IOException {
    generator.run(
        (arrival, sessionId, buffer, offset, length) -> {
          if (live) {
            awaitInstant(arrival);
          }
          byte[] key = sessionId.isEmpty() ? null : sessionId.getBytes(UTF_8);
          // The records come in the order of their arrival.
          firstArrival = Math.min(firstArrival, arrival);
          lastArrival = arrival;
          sender.send(buffer, offset, offset + length, key, arrival);
          lines.write(buffer, offset, length);
          lines.write('\n');
        });
    sender.flush();
  }

  private static void awaitInstant(long instant) throws IOException {
    long millis = instant - System.currentTimeMillis();
    if (millis > 0) {
      try {
        TimeUnit.MILLISECONDS.sleep(millis);
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
  boolean isDone() throws IOException, InterruptedException {
    if (done.isDone()) {
      try {
        done.get();
      } catch (ExecutionException e) {
        throw new IOException("the traffic could not be sent: " + e.getCause().getMessage(), e);
      }
    }
    return done.isDone();
  }

  /** The arrival of the first record; when all was sent. */
  Instant firstArrival() {
    return Instant.ofEpochMilli(firstArrival);
  }

  /** The arrival of the last record; when all was sent. */
  Instant lastArrival() {
    return Instant.ofEpochMilli(lastArrival);
  }

  /** What an analysis of it has to find; when all was sent. */
  Truth truth() {
    return generator.truth();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
