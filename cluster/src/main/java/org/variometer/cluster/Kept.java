package org.variometer.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Something that is started again a while after it has ended by itself, as the operating system
 * does with its services.
 */
final class Kept implements AutoCloseable {
  private final String name;
  private final Duration pause;
  private final Start start;
  private final Runnable stop;
  private final Consumer<String> notes;
  private final Thread keeper;

  /** How something is started. */
  interface Start {
    /** Starts it; completes when it has ended. */
    CompletableFuture<?> start() throws IOException;
  }

  private Kept(
      String name,
      Duration pause,
      Start start,
      Runnable stop,
      Consumer<String> notes,
      CompletableFuture<?> running) {
    this.name = name;
    this.pause = pause;
    this.start = start;
    this.stop = stop;
    this.notes = notes;
    this.keeper = new Thread(() -> keep(running), "keeps " + name);
    keeper.setDaemon(true);
    keeper.start();
  }

  /**
   * Starts something.
   *
   * @param name what people call it
   * @param pause from its end to the next start
   * @param stop stops what was started last
   * @param notes takes a line when it has ended by itself
   * @throws IOException if it can't be started this first time
   */
  static Kept start(String name, Duration pause, Start start, Runnable stop, Consumer<String> notes)
      throws IOException {
    return new Kept(name, pause, start, stop, notes, start.start());
  }

  private void keep(CompletableFuture<?> first) {
    CompletableFuture<?> running = first;
    try {
      while (true) {
        // However it ends.
        running.handle((ended, failure) -> ended).get();
        notes.accept(name + " has ended; it is started again in " + pause.toSeconds() + " s");
        running = startAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<?> startAgain() throws InterruptedException {
    while (true) {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      try {
        return start.start();
      } catch (IOException e) {
        notes.accept(name + " can't be started: " + e.getMessage());
      }
    }
  }

  /** Stops it for good. */
  @Override
  public void close() {
    keeper.interrupt();
    try {
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stop.run();
  }
}
