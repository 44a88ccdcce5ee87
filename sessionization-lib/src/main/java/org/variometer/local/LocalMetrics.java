package org.variometer.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import org.variometer.config.VariometerConfig;
import org.variometer.metric.ContributionSink;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Totals;
import org.variometer.session.SessionCounts;
import org.variometer.session.SessionRules;

/**
 * Computes all metrics of files of beacons on the threads of one machine. Memory follows the
 * sessions, not the files: beacons are merged into compact session state as they are read.
 */
public final class LocalMetrics {
  private static final int SHARDS = 16;

  private final VariometerConfig config;
  private final View view;
  private final int threads;

  /**
   * Prepares a computation.
   *
   * @param config the rules
   * @param view whose numbers to compute
   * @param threads how many threads decode and merge, at least 1
   */
  public LocalMetrics(VariometerConfig config, View view, int threads) {
    this.config = config;
    this.view = view;
    this.threads = threads;
  }

  /**
   * Reads the files and computes.
   *
   * @param files the files, in any order
   * @param bytesRead told of progress in bytes of the files, from the calling thread
   * @throws IOException with a message that names the file that can't be read and why
   */
  public MetricsReport run(List<BeaconFile> files, LongConsumer bytesRead) throws IOException {
    SessionRules rules = view.rules(config.maxBeacons());
    List<SessionShard> shards = new ArrayList<>();
    for (int i = 0; i < SHARDS; i++) {
      shards.add(new SessionShard(rules, config.catalog()));
    }
    ChunkDecoder decoder = new ChunkDecoder(config.beaconRules(), shards);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> decoded = new ArrayList<>();
      Semaphore chunksInHand = new Semaphore(2 * threads);
      for (BeaconFile file : files) {
        try (InputStream in = file.open(bytesRead)) {
          LineReader lines = new LineReader(in);
          for (byte[] chunk = lines.next(); chunk != null; chunk = lines.next()) {
            byte[] whole = chunk;
            chunksInHand.acquireUninterruptibly();
            decoded.removeIf(LocalMetrics::isDone);
            decoded.add(
                executor.submit(
                    () -> {
                      try {
                        decoder.decode(whole);
                      } finally {
                        chunksInHand.release();
                      }
                    }));
          }
        } catch (IOException e) {
          throw file.explain(e);
        }
      }
      decoded.forEach(LocalMetrics::await);
      return finish(decoder, shards, executor);
    } finally {
      executor.shutdownNow();
    }
  }

  private MetricsReport finish(
      ChunkDecoder decoder, List<SessionShard> shards, ExecutorService executor) {
    VisitorSets.Numbers numbers = new VisitorSets.Numbers();
    Totals totals = new Totals();
    VisitorSets visitors = new VisitorSets(numbers);
    List<Future<SessionCounts>> finished = new ArrayList<>();
    for (SessionShard shard : shards) {
      finished.add(
          executor.submit(
              () -> {
                Totals ofShard = new Totals();
                VisitorSets visitorsOfShard = new VisitorSets(numbers);
                SessionCounts counts = shard.finish(sink(ofShard, visitorsOfShard));
                synchronized (totals) {
                  totals.addAll(ofShard);
                  visitors.addAll(visitorsOfShard);
                }
                return counts;
              }));
    }
    SessionCounts counts = SessionCounts.ZERO;
    for (Future<SessionCounts> shard : finished) {
      counts = counts.plus(await(shard));
    }
    Accounting accounting =
        new Accounting(decoder.read(), decoder.rejected(), decoder.ignoredPerformance(), counts);
    return new MetricsReport(accounting, config.catalog(), totals, visitors);
  }

  private ContributionSink sink(Totals totals, VisitorSets visitors) {
    if (view == View.STREAM) {
      return totals;
    }
    return new VisitorSink(totals, visitors, "");
  }

  /** Adds to totals, and the visitor to the sets. */
  private record VisitorSink(Totals totals, VisitorSets visitors, String visitorId)
      implements ContributionSink {
    @Override
    public ContributionSink ofVisitor(String visitor) {
      return new VisitorSink(totals, visitors, visitor);
    }

    @Override
    public void add(MetricKey key, int epochMinute, int measure, long amount) {
      totals.add(key, epochMinute, measure, amount);
    }

    @Override
    public void hour(MetricKey key, int epochHour, int visits) {
      visitors.seen(key, epochHour, visitorId);
    }

    @Override
    public void exposure(MetricKey key, int epochDay, int visits) {
      visitors.exposed(key, epochDay, visitorId);
    }
  }

  private static boolean isDone(Future<?> future) {
    if (future.isDone()) {
      await(future);
      return true;
    }
    return false;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while computing metrics", e);
    }
  }
}
