package org.variometer.chaos.world;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The stream, which is started again whenever it has ended, as a monitor does. For one thread. */
public final class SupervisedStream implements AutoCloseable {
  private static final String CAUGHT_UP = "caught up with the stream before";
  private static final String SLOT = "slot of the batch";
  private static final String BEGUN = " writes, epoch ";
  private static final String FIRST = BEGUN + 1;
  private static final String LEFT = "buckets that begin before ";

  /** How what a stream says of its state at a start begins, and what that is called. */
  private static final List<List<String>> SOURCES =
      List.of(
          List.of("going on from the checkpoint", "checkpoint"),
          List.of("going on from the snapshot", "snapshot"),
          List.of("no snapshot to go on from: going on from slot", SLOT),
          List.of("going on from the committed offsets", "offsets alone"),
          List.of("no state to go on from", "rewound to what is sealed"),
          List.of("no state for the committed offsets", "earliest records"),
          List.of("beginning with the earliest", "earliest records, for the first time"));

  private final World world;
  private final List<String> always;
  private final Consumer<String> log;
  private final SortedMap<String, Integer> sources = new TreeMap<>();
  private final List<String> more = new ArrayList<>();
  private App app;
  private Optional<Instant> wholeFrom = Optional.empty();
  private boolean down;
  private int endedByItself;

  /**
   * Not started yet.
   *
   * @param always options that its JVM always has
   * @param log takes a line about what it does by itself
   */
  public SupervisedStream(World world, List<String> always, Consumer<String> log) {
    this.world = world;
    this.always = always;
    this.log = log;
  }

  /** Starts it, if it does not run. */
  public void start() throws IOException {
    start(List.of());
  }

  /** Starts it with more options of its JVM, this time. */
  public void start(List<String> options) throws IOException {
    List<String> all = new ArrayList<>(always);
    all.addAll(options);
    app = world.startStream(all, more);
    down = false;
  }

  /** Gives its command more arguments from the next start on. */
  public void add(String argument) {
    more.add(argument);
  }

  /** Takes arguments away that were added. */
  public void removeAdded() {
    more.clear();
  }

  /** Starts it again if it has ended by itself. */
  public void keepRunning() throws IOException {
    if (down) {
      start();
    } else if (!app.isAlive()) {
      noteEnd();
      endedByItself++;
      List<String> notes = app.notes();
      log.accept(
          "the stream ended with "
              + app.exitCode()
              + (notes.isEmpty() ? "" : ": " + notes.get(notes.size() - 1)));
      start();
    }
  }

  /** Ends it as kill -9 does. */
  public void kill() {
    app.kill();
    noteEnd();
  }

  /** Asks it to end, as Ctrl-C does, and waits for that; true if it ended well. */
  public boolean stop() throws InterruptedException {
    app.stop();
    boolean good = app.awaitEnd(0) && app.exitCode() == 0;
    noteEnd();
    return good;
  }

  /**
   * Waits until it has died, as kill -9 kills, of what it was started with; false if it has not in
   * time, or has ended otherwise.
   */
  public boolean awaitDeath(long millis) throws InterruptedException {
    if (!app.awaitEnd(millis)) {
      return false;
    }
    noteEnd();
    return app.exitCode() == App.KILLED;
  }

  /** The id of its process. */
  public long pid() {
    return app.pid();
  }

  /** Gives up this process, whatever becomes of it, and starts another one beside it. */
  public App replace() throws IOException {
    App left = app;
    start();
    return left;
  }

  /** Whether it has died as kill -9 kills. */
  public boolean hasDied() {
    return !app.isAlive() && app.exitCode() == App.KILLED;
  }

  private void noteEnd() {
    down = true;
    for (String note : app.notes()) {
      if (note.startsWith(LEFT)) {
        wholeFrom = Optional.of(Instant.parse(note.substring(LEFT.length(), note.indexOf(" are"))));
      }
      for (List<String> source : SOURCES) {
        if (note.startsWith(source.get(0))) {
          sources.merge(source.get(1), 1, Integer::sum);
        }
      }
    }
  }

  /** Whether what stands was brought to what this one holds, if there was one before it. */
  public boolean isSettled() {
    return isBegun() && (says(CAUGHT_UP) || isFirst());
  }

  private boolean isFirst() {
    return app.notes().stream().anyMatch(note -> note.endsWith(FIRST));
  }

  /** Whether it has begun to compute micro-batches since it was started. */
  public boolean isBegun() {
    return app.notes().stream().anyMatch(note -> note.contains(BEGUN));
  }

  private boolean says(String beginning) {
    return app.notes().stream().anyMatch(note -> note.startsWith(beginning));
  }

  /** From when on it has had all that belongs to a bucket, if it ever said that it has not. */
  public Optional<Instant> wholeFrom() {
    return wholeFrom;
  }

  /** With which state it was started, and how often. */
  public SortedMap<String, Integer> sources() {
    return sources;
  }

  /**
   * Whether it never went on from a slot of the batch: that one knows later records of a session,
   * with which the stream would have cut it otherwise.
   */
  public boolean isItsOwn() {
    return !sources.containsKey(SLOT);
  }

  /** How often it ended by itself. */
  public int endedByItself() {
    return endedByItself;
  }

  /** What it said since it was started. */
  public List<String> notes() {
    return app.notes();
  }

  @Override
  public void close() {
    if (app != null) {
      app.close();
    }
  }
}
