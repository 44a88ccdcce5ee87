package org.variometer.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.variometer.chaos.agent.Agent;
import org.variometer.chaos.fault.FaultKind;
import org.variometer.chaos.fault.UnreachedException;
import org.variometer.chaos.world.Layers;
import org.variometer.chaos.world.Progress;
import org.variometer.chaos.world.SlotRunner;
import org.variometer.chaos.world.SupervisedStream;
import org.variometer.chaos.world.World;
import org.variometer.control.ControlException;
import org.variometer.services.WorkDirectory;

/**
 * Runs the stream for real, lets faults happen to it, lets it settle, and compares what stands in
 * KairosDB with what {@code metrics --as-stream} makes of the same records, before anything is
 * sealed; or runs the batch beside it, and compares with {@code metrics} when everything is sealed.
 * For one thread; an interrupt ends it and all that it started.
 */
final class Campaign {
  private static final long LOOK_MILLIS = 100;
  private static final long PATIENCE_MILLIS = 300_000;

  private final CampaignOptions options;
  private final Consumer<String> out;
  private final Tally tally = new Tally();
  private long begun;

  /**
   * Prepares one.
   *
   * @param out takes what happens, line by line
   */
  Campaign(CampaignOptions options, Consumer<String> out) {
    this.options = options;
    this.out = out;
  }

  /**
   * Runs it to its end.
   *
   * @return whether everything stands in KairosDB as it should
   */
  boolean run() throws IOException, InterruptedException {
    begun = System.nanoTime();
    try (WorkDirectory directory =
        options.directory().isPresent()
            ? WorkDirectory.kept(options.directory().get())
            : WorkDirectory.temporary()) {
      boolean keeps = true;
      try {
        boolean good = run(directory.path());
        keeps = !good;
        return good;
      } catch (InterruptedException e) {
        keeps = false;
        throw e;
      } finally {
        if (keeps) {
          // A run does not come back exactly.
          directory.keep();
          out.accept("files      and logs of all processes are in " + directory.path());
        }
      }
    }
  }

  private boolean run(Path directory) throws IOException, InterruptedException {
    say("starting ZooKeeper, Kafka and KairosDB");
    try (World world =
            World.start(
                directory,
                options.config(),
                options.traffic(),
                options.perSecond(),
                options.onCluster());
        Progress progress = new Progress(world.config());
        SupervisedStream stream = new SupervisedStream(world, changes(world, false), this::say);
        SlotRunner runner = new SlotRunner(world, changes(world, true), this::say)) {
      Optional<SlotRunner> slots = options.both() ? Optional.of(runner) : Optional.empty();
      stream.start();
      slots.ifPresent(SlotRunner::start);
      awaitCommit(stream, progress);
      say("the stream runs");
      letFaultsHappen(new Layers(world, stream, slots), progress);
      say("no more faults: waiting until all is read");
      settle(world, stream, progress);
      requireNoLoss(stream);
      List<Outcome> outcomes = new ArrayList<>();
      if (slots.isPresent()) {
        say("the stream is gone: waiting for the slot in hand");
        slots.get().hold();
        if (stream.isItsOwn()) {
          // Before the batch writes there too.
          outcomes.add(Outcome.of(world, false, unsealedFrom(stream, progress)));
        }
        say("waiting for all slots, and the one that seals everything");
        slots.get().finish();
        outcomes.add(Outcome.of(world, true, Optional.empty()));
      } else {
        outcomes.add(Outcome.of(world, false, stream.wholeFrom()));
      }
      tally.lines().forEach(out);
      out.accept("");
      out.accept("begun      with " + sources(stream.sources()));
      out.accept(
          String.format(
              Locale.ROOT,
              "recovered  from %d faults; the stream ended by itself %d times",
              tally.faults(),
              stream.endedByItself()));
      slots.ifPresent(batch -> out.accept("batch      " + batch.text()));
      out.accept("KairosDB   " + SinkCost.of(world.configBehindProxy()));
      outcomes.forEach(outcome -> outcome.lines().forEach(out));
      out.accept(tally.coverage(options.kinds()));
      boolean happened =
          options.mustHappen() ? tally.missing(options.kinds()).isEmpty() : tally.faults() > 0;
      return happened && outcomes.stream().allMatch(Outcome::isGood);
    }
  }

  /** From when on all buckets are the stream's, which has them whole. */
  private static Optional<Instant> unsealedFrom(SupervisedStream stream, Progress progress)
      throws CampaignException {
    try {
      return Stream.concat(progress.sealing().stream(), stream.wholeFrom().stream())
          .max(Comparator.naturalOrder());
    } catch (ControlException e) {
      throw new CampaignException(e.getMessage());
    }
  }

  /** What the stream leaves to the batch is not compared: it may do so only where it has to. */
  private void requireNoLoss(SupervisedStream stream) throws CampaignException {
    if (stream.wholeFrom().isPresent()
        && options.kinds().stream().noneMatch(FaultKind.withLoss()::contains)) {
      throw new CampaignException(
          "the stream leaves buckets to the batch that begin before " + stream.wholeFrom().get());
    }
  }

  private List<String> changes(World world, boolean ofBatch) {
    return options.without().stream()
        .filter(step -> step.isOfBatch() == ofBatch)
        .map(step -> Agent.without(world.agent(), step))
        .toList();
  }

  private static String sources(SortedMap<String, Integer> sources) {
    return sources.entrySet().stream()
        .map(source -> source.getKey() + " " + source.getValue() + " times")
        .reduce((a, b) -> a + ", " + b)
        .orElse("nothing");
  }

  private void letFaultsHappen(Layers layers, Progress progress)
      throws IOException, InterruptedException {
    Schedule schedule = new Schedule(options.seed(), options.kinds());
    long end = System.nanoTime() + options.length().toNanos();
    List<Happened> open = new ArrayList<>();
    while (System.nanoTime() < end && tally.faults() + open.size() < options.most()) {
      Schedule.Entry next = schedule.next();
      TimeUnit.MILLISECONDS.sleep(next.calmMillis());
      long start = System.nanoTime();
      boolean reached = true;
      try {
        next.kind().happen(layers, next.dice());
      } catch (UnreachedException e) {
        reached = false;
      }
      open.add(new Happened(next.kind(), start, reached));
      if (next.overlaps()) {
        layers.stream().keepRunning();
      } else {
        recover(layers, progress, open);
      }
    }
    recover(layers, progress, open);
  }

  private void recover(Layers layers, Progress progress, List<Happened> open)
      throws IOException, InterruptedException {
    awaitCommit(layers.stream(), progress);
    long writing = System.nanoTime();
    await(
        layers.stream(),
        () ->
            layers.stream().isSettled() && layers.slots().map(SlotRunner::isRecovered).orElse(true),
        PATIENCE_MILLIS,
        "what an earlier stream left was not brought to what this one holds");
    open.forEach(fault -> close(fault, writing));
    open.clear();
  }

  /** A fault of which it was not yet seen that all is right again. */
  private record Happened(FaultKind kind, long start, boolean reached) {}

  private void close(Happened fault, long writing) {
    double written = seconds(writing - fault.start());
    double right = seconds(System.nanoTime() - fault.start());
    if (fault.reached()) {
      tally.recovered(fault.kind(), written, right);
    } else {
      tally.unreached(fault.kind());
    }
    say(
        String.format(
            Locale.ROOT,
            "%-30s %swrites after %.1f s, all is right after %.1f s",
            fault.kind(),
            fault.reached() ? "" : "was not reached; ",
            written,
            right));
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }

  /** Something that is waited for. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** Waits for the commit of a micro-batch that began now or later. */
  private static void awaitCommit(SupervisedStream stream, Progress progress)
      throws IOException, InterruptedException {
    long since = System.currentTimeMillis();
    // By a clock that was wrong it may be of a time to come.
    OptionalLong before = progress.lastBatch();
    await(
        stream,
        () -> {
          OptionalLong last = progress.lastBatch();
          return !last.equals(before) && last.isPresent() && last.getAsLong() >= since;
        },
        PATIENCE_MILLIS,
        "the stream did not come back");
  }

  /** Waits until all is sent, read, and brought to what the stream holds; then stops it. */
  private static void settle(World world, SupervisedStream stream, Progress progress)
      throws IOException, InterruptedException {
    await(stream, world.traffic()::isDone, Long.MAX_VALUE, "");
    SortedMap<Integer, Long> ends = world.ends();
    await(
        stream,
        () -> stream.isSettled() && ends.equals(offsets(progress)),
        PATIENCE_MILLIS,
        "the stream has not read all up to " + ends);
    if (!stream.stop()) {
      throw new CampaignException("the stream did not end well: " + stream.notes());
    }
  }

  /** Waits for something, and keeps the stream running meanwhile. */
  private static void await(
      SupervisedStream stream, Condition wanted, long millis, String otherwise)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    stream.keepRunning();
    while (!wanted.holds()) {
      if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) > millis) {
        throw new CampaignException(
            otherwise + " within " + millis / 1000 + " s; it said last: " + stream.notes());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      stream.keepRunning();
    }
  }

  private static SortedMap<Integer, Long> offsets(Progress progress) throws IOException {
    try {
      return progress.offsets();
    } catch (ControlException e) {
      throw new CampaignException(e.getMessage());
    }
  }

  private void say(String line) {
    out.accept(String.format(Locale.ROOT, "%6.1f s  %s", seconds(System.nanoTime() - begun), line));
  }
}
