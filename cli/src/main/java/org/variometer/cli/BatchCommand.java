package org.variometer.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.variometer.batch.BatchApp;
import org.variometer.batch.BatchException;
import org.variometer.batch.BatchOptions;
import org.variometer.config.BatchSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.local.BeaconFile;
import org.variometer.slot.Slot;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs the batch app. */
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    description = {
      "Runs slots of the batch: what landed in the log since the slot before is merged with what is"
          + " known, kept in Hive's tables, and written to KairosDB where it is sealed. A slot is"
          + " named by its end. Without an option: the slot that ended last.",
      "Needs ZooKeeper, Kafka (but with --input) and KairosDB: ./variometer services runs them on"
          + " this machine. Killed at any step and run again it comes to the same.",
      ""
    })
final class BatchCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1 << 20;

  @Option(
      names = "--slot",
      paramLabel = "SLOT",
      description = "Run this slot, like 2026-11-20T10:30Z.")
  private String slot;

  @Option(
      names = "--every",
      paramLabel = "LENGTH",
      description =
          "Run every slot as soon as it has ended, until Ctrl-C or SIGTERM: the slot in hand is"
              + " finished then. LENGTH is that of slots, like 30m.")
  private String every;

  @Option(
      names = "--from",
      paramLabel = "SLOT",
      description = "Go back, and run this slot and all behind it again, out of what has landed.")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "SLOT",
      description =
          "With --from: the last slot to run again (default: the last one published). Those behind it"
              + " are published no longer until they are run: --catch-up.")
  private String to;

  @Option(
      names = "--present-rules",
      description =
          "With --from: run slots by the present configuration, not by the one that they were run"
              + " by before.")
  private boolean presentRules;

  @Option(
      names = "--input",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Take the slot's records from files: one JSON object a line; FILE.gz is decompressed, -"
              + " is standard input. The slot is the one behind the last one published.")
  private List<String> inputs = List.of();

  @Option(
      names = "--final",
      description = "Run the slot that ends next as the last of all, and seal everything.")
  private boolean last;

  @Option(
      names = "--catch-up",
      description = "Run the slots first that are missing before the one to run.")
  private boolean catchUp;

  @Option(
      names = "--skip-corrupt",
      description =
          "Leave out what can't be read of a damaged file, and count it; otherwise the run fails"
              + " before anything is published.")
  private boolean skipCorrupt;

  @Option(
      names = "--allow-data-loss",
      description =
          "Go on where Kafka no longer has all records of a slot, and count what is gone, or where the"
              + " topic is another one than before; otherwise the run fails.")
  private boolean allowDataLoss;

  @ParentCommand private Main main;
  @Mixin private ConfigOption configOption;
  @Mixin private ProgressOption progress;
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException, BatchException, InterruptedException {
    checkOptions();
    Config config = config();
    BatchSettings settings = VariometerConfig.from(config).batch();
    Optional<Slot> chosen = slot("--slot", slot, settings);
    if (chosen.isPresent()
        && !last
        && inputs.isEmpty()
        && chosen.get().end().isAfter(Instant.now())) {
      throw new UsageException(
          "--slot: " + slot + " has not ended yet; with --final it is the last of all");
    }
    Optional<Slot> begin = slot("--from", from, settings);
    Optional<Slot> end = slot("--to", to, settings);
    checkRange(begin, end);
    for (String input : inputs) {
      new BeaconFile(input).check();
    }
    PrintWriter err = spec.commandLine().getErr();
    CountDownLatch stopped = new CountDownLatch(1);
    BooleanSupplier goesOn = () -> stopped.getCount() > 0;
    try (StopSignal signal = StopSignal.watchBatch(stopped::countDown)) {
      signal.exitWith(Failures.FAILED);
      boolean done = true;
      try (BatchApp app =
          BatchApp.start(
              config,
              new BatchOptions(skipCorrupt, allowDataLoss),
              note -> err.println("variometer: " + note))) {
        if (every != null) {
          runEvery(app, settings, stopped, err);
        } else if (begin.isPresent()) {
          done = rebuild(app, begin.get(), end, goesOn);
        } else {
          done = runOne(app, settings, chosen, goesOn);
        }
      }
      if (!done) {
        err.println("variometer: stopped; --catch-up runs the slots that are missing");
        return Failures.FAILED;
      }
      signal.exitWith(0);
    }
    return 0;
  }

  private void checkRange(Optional<Slot> begin, Optional<Slot> end) {
    if (end.isPresent() && end.get().compareTo(begin.orElseThrow()) < 0) {
      throw new UsageException("--to: " + to + " is before " + from);
    }
    if (end.isPresent() && end.get().end().isAfter(Instant.now())) {
      throw new UsageException("--to: " + to + " has not ended yet");
    }
  }

  private void checkOptions() {
    long modes = List.of(slot != null, every != null, from != null).stream().filter(b -> b).count();
    if (modes > 1) {
      throw new UsageException("--slot, --every and --from exclude one another; see --help");
    }
    if ((to != null || presentRules) && from == null) {
      throw new UsageException("--to and --present-rules need --from; see --help");
    }
    if (every != null || from != null) {
      if (last || catchUp || !inputs.isEmpty()) {
        throw new UsageException(
            "--final, --catch-up and --input are of a single slot; see --help");
      }
    }
  }

  private Config config() {
    Config config = configOption.load(main.options());
    return every == null
        ? config
        : ConfigFactory.parseMap(Map.of("variometer.batch.slot-length", every), "--every")
            .withFallback(config);
  }

  private static Optional<Slot> slot(String option, String name, BatchSettings settings) {
    if (name == null) {
      return Optional.empty();
    }
    Optional<Slot> slot = Slot.named(name, settings.slotLength());
    if (slot.isEmpty()) {
      Slot example = Slot.lastAt(Instant.now(), settings.slotLength());
      throw new UsageException(
          option
              + ": "
              + name
              + " is no slot of "
              + settings.slotLength().toMinutes()
              + " minutes (variometer.batch.slot-length); one is "
              + example);
    }
    return slot;
  }

  /** Gives whether all was done that was asked for. */
  private boolean runOne(
      BatchApp app, BatchSettings settings, Optional<Slot> chosen, BooleanSupplier goesOn)
      throws IOException, BatchException {
    Slot present = Slot.lastAt(Instant.now(), settings.slotLength());
    Slot run = chosen.isPresent() ? chosen.get() : defaultSlot(app, present);
    if (catchUp && app.next(run).compareTo(run) < 0) {
      // What has not ended can't be caught up with.
      Slot until = run.compareTo(present) > 0 ? present : run.previous();
      app.catchUp(until, goesOn);
      if (!goesOn.getAsBoolean()) {
        return false;
      }
    }
    if (inputs.isEmpty()) {
      if (last) {
        app.finish(run);
      } else {
        app.run(run);
      }
      return true;
    }
    List<BeaconFile> files = inputs.stream().map(BeaconFile::new).toList();
    long bytes = 0;
    for (BeaconFile file : files) {
      bytes += file.size();
    }
    try (ProgressOption.Progress shown =
        progress.start("landing", bytes, " MB", MEGABYTE, "running the slot")) {
      if (last) {
        app.finish(run, files, shown);
      } else {
        app.run(run, files, shown);
      }
    }
    return true;
  }

  /** Files follow what is there; the last of all slots has yet to end. */
  private Slot defaultSlot(BatchApp app, Slot present) throws IOException {
    if (!inputs.isEmpty() && !last) {
      return app.next(present);
    }
    return last ? app.last(present) : present;
  }

  private boolean rebuild(BatchApp app, Slot begin, Optional<Slot> end, BooleanSupplier goesOn)
      throws IOException, BatchException {
    // It may have landed only.
    Optional<Slot> newest = app.newestEver().filter(slot -> slot.compareTo(begin) > 0);
    Slot until = end.or(() -> newest).orElse(begin);
    app.rebuild(begin, until, presentRules, goesOn);
    return app.newest().equals(Optional.of(until));
  }

  private void runEvery(
      BatchApp app, BatchSettings settings, CountDownLatch stopped, PrintWriter err)
      throws IOException, BatchException, InterruptedException {
    Slot due;
    err.println(
        "variometer: the batch runs; a slot every "
            + settings.slotLength().toMinutes()
            + " minutes. Ctrl-C stops it when the slot in hand is finished");
    do {
      due = Slot.lastAt(Instant.now().minus(settings.landingDelay()), settings.slotLength());
      Optional<Slot> newest = app.newest();
      if (newest.isPresent() && newest.get().compareTo(due) > 0) {
        err.println(
            "variometer: slot " + newest.get() + " is published; there is nothing to run before");
      }
      app.catchUp(due, () -> stopped.getCount() > 0);
    } while (!await(due.next().end().plus(settings.landingDelay()), stopped));
    err.println("variometer: stopped; all slots that were begun are finished");
  }

  /** Waits until then; true if it is to stop before. */
  private static boolean await(Instant instant, CountDownLatch stopped)
      throws InterruptedException {
    long millis = Math.max(0, Duration.between(Instant.now(), instant).toMillis());
    return stopped.await(millis, TimeUnit.MILLISECONDS);
  }
}
