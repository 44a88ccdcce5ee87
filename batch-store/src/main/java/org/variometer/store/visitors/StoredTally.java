package org.variometer.store.visitors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.variometer.report.ReadoutTally;

/** Gathers what experiments are read out by from the batch's tables, part beside part. */
public final class StoredTally {
  private final StoredVisitors visitors;
  private final int threads;

  /**
   * Of these visitors.
   *
   * @param threads how many parts are read at the same time, at least 1
   */
  public StoredTally(StoredVisitors visitors, int threads) {
    this.visitors = visitors;
    this.threads = threads;
  }

  /**
   * Reads all parts.
   *
   * @param empty makes a tally that nobody was added to; called from any thread
   * @param partsRead told of each part that was read, from the calling thread
   * @throws IOException with a message that names the file that can't be read
   */
  public ReadoutTally read(Supplier<ReadoutTally> empty, LongConsumer partsRead)
      throws IOException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<ReadoutTally>> parts = new ArrayList<>();
      for (int part : visitors.parts()) {
        parts.add(executor.submit(() -> read(part, empty.get())));
      }
      ReadoutTally all = empty.get();
      for (int i = 0; i < parts.size(); i++) {
        // What is added is not kept twice.
        all.addAll(await(parts.set(i, null)));
        partsRead.accept(1);
      }
      return all;
    } finally {
      executor.shutdownNow();
    }
  }

  private ReadoutTally read(int part, ReadoutTally tally) throws IOException {
    try (VisitorsOfPart ofPart = visitors.open(part)) {
      ofPart.forEachRemaining(tally::add);
      return tally;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static ReadoutTally await(Future<ReadoutTally> part) throws IOException {
    try {
      return part.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException unreadable) {
        throw unreadable;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading visitors", e);
    }
  }
}
