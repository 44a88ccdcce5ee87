package org.variometer.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.variometer.config.BatchSettings;
import org.variometer.kairos.KairosReader;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;

/** Has the batch run slots, one after the other, and says what became of each. For one thread. */
final class DemoSlots {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final BatchProcess batch;
  private final Manifests manifests;
  private final Duration length;
  private Optional<Slot> first = Optional.empty();
  private Optional<Slot> inHand = Optional.empty();
  private Optional<Manifest> newest = Optional.empty();
  private long begun;
  private double seconds;
  private int done;

  /** Slots of this batch, none of which has run. */
  DemoSlots(BatchProcess batch, BatchSettings settings) throws IOException {
    this.batch = batch;
    this.length = settings.slotLength();
    this.manifests = new Manifests(settings.directory(), length, new Configuration());
  }

  /** Says which slot is the first of all; it has everything up to its end. */
  void beginWith(Slot slot) {
    first = Optional.of(slot);
  }

  /** The slot that comes next. */
  Slot next() {
    return newest
        .flatMap(manifest -> Slot.named(manifest.slot(), length))
        .map(Slot::next)
        .or(() -> first)
        .orElseThrow();
  }

  /**
   * Begins with the next slot if it ends until then and no other is in hand.
   *
   * @return whether one is in hand now
   */
  boolean beginUntil(Instant end) throws IOException {
    if (inHand.isEmpty() && batch.isIdle() && !next().end().isAfter(end)) {
      begin(next());
      batch.run(next());
    }
    return inHand.isPresent();
  }

  /** Begins with the next slot as the last of all, which seals everything. */
  void beginLast() throws IOException {
    begin(next());
    batch.finish(next());
  }

  private void begin(Slot slot) {
    inHand = Optional.of(slot);
    begun = System.nanoTime();
  }

  /**
   * Looks whether the slot in hand is done.
   *
   * @return a line about it if it is
   * @throws IOException if the batch has failed
   */
  Optional<String> look() throws IOException {
    batch.check();
    if (inHand.isEmpty() || !batch.isIdle()) {
      return Optional.empty();
    }
    newest = manifests.of(inHand.get());
    inHand = Optional.empty();
    seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
    done++;
    String note = batch.note();
    return Optional.of(status() + "; " + note.substring(note.indexOf(": ") + 2));
  }

  /** How long a slot is. */
  Duration length() {
    return length;
  }

  /** How many slots are done. */
  int done() {
    return done;
  }

  /** The newest slot's manifest, if a slot is done. */
  Optional<Manifest> newest() {
    return newest;
  }

  /** Through where all is the batch's, if a slot is done. */
  Optional<Instant> sealed() {
    return newest.map(manifest -> Instant.ofEpochMilli(manifest.sealing().through()));
  }

  /** How far the batch is. */
  String status() {
    if (newest.isEmpty()) {
      return "batch: nothing is sealed yet"
          + (batch.isIdle()
              ? first.map(slot -> "; slot " + text(slot.end()) + " comes first").orElse("")
              : inHand.isPresent() ? "; the first slot is in hand" : "; it is starting");
    }
    Manifest manifest = newest.get();
    return String.format(
        Locale.ROOT,
        "batch: sealed through %s by slot %s, %,d records in %.1f s",
        manifest.sealing().through() == KairosReader.END
            ? "the end"
            : text(Instant.ofEpochMilli(manifest.sealing().through())),
        manifest.slot(),
        manifest.counts().read(),
        seconds);
  }

  private static String text(Instant instant) {
    return MINUTE.format(instant);
  }
}
