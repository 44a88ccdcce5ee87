package org.variometer.stream;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether the topic of beacons has the partitions that the stream reads.
 * Those that are added while it runs would never be read, without a word.
 */
final class PartitionWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionWatch.class);

  private final BeaconTopic topic;
  private final int read;
  private final Consumer<StreamException> failure;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread worker = new Thread(task, "partition-watch");
            worker.setDaemon(true);
            return worker;
          });

  /**
   * Prepares to look.
   *
   * @param read the number of partitions that the stream reads
   * @param failure told when there are others
   */
  PartitionWatch(BeaconTopic topic, int read, Consumer<StreamException> failure) {
    this.topic = topic;
    this.read = read;
    this.failure = failure;
  }

  /** Begins. */
  void start(Duration interval) {
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      int present = topic.partitions();
      if (present != read) {
        failure.accept(
            new StreamException(
                "the topic of beacons has "
                    + present
                    + " partitions now, the stream reads "
                    + read
                    + ": start it again, so that it reads them all"));
      }
    } catch (StreamException e) {
      // Whoever reads records has the same trouble, and says so.
      LOG.warn("could not look at the partitions: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
