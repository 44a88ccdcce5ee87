package org.variometer.chaos.world;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.variometer.chaos.agent.Agent;
import org.variometer.chaos.agent.CrashPoint;
import org.variometer.slot.Slot;

/**
 * Runs slot after slot of the batch, each in a process of its own, and each again until it is done:
 * as whoever operates a batch does. In a thread of its own.
 */
public final class SlotRunner implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;
  private static final int MOST_TRIES = 20;

  /** So far behind what was sent a slot has all of its records. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private final World world;
  private final List<String> always;
  private final Consumer<String> log;
  private final Duration length;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private Future<Void> done;
  private App app;
  private App doomed;
  private boolean died;
  private List<String> doom = List.of();
  private int deaths;
  private int runs;
  private int failures;
  private boolean lastFailed;
  private boolean held;
  private boolean busy;
  private boolean streamIsGone;

  /**
   * Not started yet.
   *
   * @param always options that each JVM always has
   * @param log takes a line about each slot
   */
  public SlotRunner(World world, List<String> always, Consumer<String> log) {
    this.world = world;
    this.always = always;
    this.log = log;
    this.length = world.config().batch().slotLength();
  }

  /** Begins. */
  public void start() {
    done =
        thread.submit(
            () -> {
              runAll();
              return null;
            });
  }

  private void runAll() throws IOException, InterruptedException {
    while (world.traffic().sent() == 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    Slot slot = Slot.lastAt(Instant.ofEpochMilli(world.traffic().firstArrival()), length).next();
    while (true) {
      while (!hasEnded(slot)) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      if (isLast(slot)) {
        awaitStreamGone();
        run(slot, List.of("--final"));
        return;
      }
      run(slot, List.of());
      slot = slot.next();
    }
  }

  private boolean hasEnded(Slot slot) throws IOException, InterruptedException {
    return world.traffic().isDone()
        || slot.end().plus(MARGIN).toEpochMilli() < world.traffic().lastArrival();
  }

  private boolean isLast(Slot slot) {
    return slot.end().toEpochMilli() > world.traffic().lastArrival();
  }

  private synchronized void awaitStreamGone() throws InterruptedException {
    while (!streamIsGone) {
      wait();
    }
  }

  private synchronized void awaitLetGo() throws InterruptedException {
    while (held) {
      wait();
    }
    busy = true;
  }

  private synchronized void noteIdle() {
    busy = false;
    notifyAll();
  }

  /** Runs a slot until it is done. */
  private void run(Slot slot, List<String> options) throws IOException, InterruptedException {
    awaitLetGo();
    try {
      tryUntilDone(slot, options);
    } finally {
      noteIdle();
    }
  }

  private void tryUntilDone(Slot slot, List<String> options)
      throws IOException, InterruptedException {
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      App started = begin(slot, options);
      boolean ended = false;
      while (!ended) {
        ended = started.awaitEnd(LOOK_MILLIS);
      }
      if (isDone(started)) {
        log.accept("slot " + slot + " is done" + (tries == 1 ? "" : " at the " + tries + ". try"));
        return;
      }
    }
    throw new IOException(
        "slot " + slot + " did not succeed in " + MOST_TRIES + " tries: " + app.notes());
  }

  private synchronized App begin(Slot slot, List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--slot", slot.name()));
    arguments.addAll(options);
    List<String> all = new ArrayList<>(always);
    all.addAll(doom);
    app = world.startBatch(all, arguments);
    doomed = doom.isEmpty() ? null : app;
    return app;
  }

  private synchronized boolean isDone(App ended) {
    runs++;
    boolean good = ended.exitCode() == 0;
    failures += good ? 0 : 1;
    lastFailed = !good;
    if (ended == doomed) {
      // One that came to its end did not come by.
      died = ended.exitCode() == App.KILLED;
      deaths += died ? 1 : 0;
      doom = List.of();
    }
    notifyAll();
    return good;
  }

  /** Lets the next process die when it comes to a point for the {@code nth} time. */
  public synchronized void doom(CrashPoint point, int nth) {
    died = false;
    doom = List.of(Agent.crashing(world.agent(), point, nth));
  }

  /** Waits until the process that was doomed is dead; false if it was not in time. */
  public synchronized boolean awaitDeath(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!doom.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0 || done.isDone()) {
        doom = List.of();
        return false;
      }
      wait(Math.min(left, LOOK_MILLIS));
    }
    return died;
  }

  /** Whether no slot is left to be done again. */
  public synchronized boolean isRecovered() {
    return !lastFailed || done.isDone();
  }

  /** Ends the process in hand, if there is one, as kill -9 does; says whether there was. */
  public synchronized boolean kill() {
    if (app == null || !app.isAlive()) {
      return false;
    }
    app.kill();
    lastFailed = true;
    return true;
  }

  /**
   * Lets no slot begin until {@link #finish}, and waits for the one in hand.
   *
   * @throws IOException if a slot can't be run
   */
  public void hold() throws IOException, InterruptedException {
    synchronized (this) {
      held = true;
      while (busy && !done.isDone()) {
        wait(LOOK_MILLIS);
      }
    }
    if (done.isDone()) {
      end();
    }
  }

  /**
   * Waits until the last slot of all, which seals everything, is done. The stream must be gone.
   *
   * @throws IOException if a slot can't be run
   */
  public void finish() throws IOException, InterruptedException {
    synchronized (this) {
      streamIsGone = true;
      held = false;
      notifyAll();
    }
    end();
  }

  private void end() throws IOException, InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  /** How many processes ran, and how many of them ended before their slot was done. */
  public synchronized String text() {
    return runs + " runs of slots, of which " + failures + " failed, " + deaths + " at a point";
  }

  @Override
  public void close() {
    thread.shutdownNow();
    kill();
  }
}
