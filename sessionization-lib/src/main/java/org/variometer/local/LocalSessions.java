package org.variometer.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.variometer.config.VariometerConfig;
import org.variometer.metric.ContributionSink;
import org.variometer.session.SessionCounts;
import org.variometer.session.SessionRules;

/**
 * The sessions of files of beacons, in parts, each of which contributes to a sink of its own on a
 * thread of its own. Memory follows the sessions, not the files: beacons are merged into compact
 * session state as they are read.
 */
final class LocalSessions {
  private static final int SHARDS = 16;

  private final VariometerConfig config;
  private final SessionRules rules;
  private final int threads;

  /**
   * Where a part's contributions go.
   *
   * @param sink takes them, on one thread
   * @param done then adds them to those of all parts; one part after the other
   */
  record Part(ContributionSink sink, Runnable done) {}

  /**
   * What was read.
   *
   * @param accounting where every record went
   * @param newestArrival the latest arrival of a record accepted, ms since the epoch; empty if none
   *     was
   */
  record Outcome(Accounting accounting, OptionalLong newestArrival) {}

  LocalSessions(VariometerConfig config, View view, int threads) {
    this.config = config;
    this.rules = view.rules(config.maxBeacons());
    this.threads = threads;
  }

  /**
   * Reads the files, and gives what their sessions contribute.
   *
   * @param files the files, in any order
   * @param bytesRead told of progress in bytes of the files, from the calling thread
   * @param parts makes a part, called from any thread
   * @throws IOException with a message that names the file that can't be read and why
   */
  Outcome read(List<BeaconFile> files, LongConsumer bytesRead, Supplier<Part> parts)
      throws IOException {
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
            decoded.removeIf(LocalSessions::isDone);
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
      decoded.forEach(LocalSessions::await);
      return finish(decoder, shards, parts, executor);
    } finally {
      executor.shutdownNow();
    }
  }

  private Outcome finish(
      ChunkDecoder decoder,
      List<SessionShard> shards,
      Supplier<Part> parts,
      ExecutorService executor) {
    Object oneAfterTheOther = new Object();
    List<Future<SessionCounts>> finished = new ArrayList<>();
    for (SessionShard shard : shards) {
      finished.add(
          executor.submit(
              () -> {
                Part part = parts.get();
                SessionCounts counts = shard.finish(part.sink());
                synchronized (oneAfterTheOther) {
                  part.done().run();
                }
                return counts;
              }));
    }
    SessionCounts counts = SessionCounts.ZERO;
    for (Future<SessionCounts> shard : finished) {
      counts = counts.plus(await(shard));
    }
    long newest = decoder.newestArrival();
    return new Outcome(
        new Accounting(decoder.read(), decoder.rejected(), decoder.ignoredPerformance(), counts),
        newest == ChunkDecoder.NO_ARRIVAL ? OptionalLong.empty() : OptionalLong.of(newest));
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
      throw new IllegalStateException("interrupted while reading sessions", e);
    }
  }
}
