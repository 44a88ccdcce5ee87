package org.variometer.batch;

import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.variometer.batch.landing.Landing;
import org.variometer.config.BatchSettings;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;

/**
 * Which slot comes next: they are published one behind the other, from the first that landed on.
 */
final class SlotChain {
  private final Manifests manifests;
  private final Landing landing;
  private final BatchSettings settings;

  SlotChain(Manifests manifests, Landing landing, BatchSettings settings) {
    this.manifests = manifests;
    this.landing = landing;
    this.settings = settings;
  }

  /** The newest slot that is published, if any is. */
  Optional<Slot> newest() throws IOException {
    return manifests.newest();
  }

  /**
   * The slot that is to run next.
   *
   * @param due that one if there is none yet
   */
  Slot next(Slot due) throws IOException {
    return next(newest(), due);
  }

  private Slot next(Optional<Slot> newest, Slot due) throws IOException {
    return newest.isPresent() ? newest.get().next() : landing.earliest().orElse(due);
  }

  /** The newest slot that is published, or was and is to be run again, if any. */
  Optional<Slot> newestEver() throws IOException {
    return Stream.concat(newest().stream(), manifests.newestAbandoned().stream())
        .max(Comparator.naturalOrder());
  }

  boolean isPublished(Slot slot) throws IOException {
    return manifests.published().contains(slot);
  }

  /**
   * Makes sure that a slot that is not published can be.
   *
   * @throws BatchException if another is to run before
   */
  void requireNext(Slot slot) throws BatchException, IOException {
    Optional<Slot> newest = newest();
    Slot next = next(newest, slot);
    if (newest.isEmpty()) {
      requireBeginning(next);
    } else {
      requireSameForm(newest.get());
    }
    if (slot.compareTo(next) < 0) {
      throw new BatchException(
          "slot "
              + slot
              + " can't run: "
              + (newest.isEmpty()
                  ? "slot " + next + " has landed as the first of all"
                  : "slots up to " + newest.get() + " are published, and its own is not kept"));
    }
    if (slot.compareTo(next) > 0) {
      throw new BatchException(
          "slot "
              + slot
              + " can't run: "
              + (newest.isEmpty()
                  ? "slot " + next + " has landed, and is not published"
                  : "the slot that follows "
                      + newest.get()
                      + ", the last one published, is "
                      + next)
              + ". Run that first, or all that are missing with --catch-up");
    }
  }

  /** Where nothing is published, nothing that landed may be left out. */
  private void requireBeginning(Slot next) throws BatchException, IOException {
    if (landing.hasLanded(next) && !landing.isFirst(next)) {
      throw new BatchException(
          "nothing is published below "
              + settings.directory()
              + ", and slots before "
              + next
              + ", the first one that is still in its folder landing, are gone from there: what they"
              + " had can't be computed. Restore the folder manifests or what landed, or begin in"
              + " another directory");
    }
  }

  /**
   * Makes sure that a slot and all behind it can be run again.
   *
   * @throws BatchException if what is needed to begin there is gone
   */
  void requireRepeatable(Slot from) throws BatchException, IOException {
    SortedSet<Slot> published = manifests.published();
    if (published.contains(from.previous())) {
      requireSameForm(from.previous());
    } else if (!landing.isFirst(from)) {
      throw new BatchException(
          "can't go back to slot "
              + from
              + ": what slot "
              + from.previous()
              + " published is needed to begin there, and "
              + from
              + " is not the first that landed. Published are "
              + (published.isEmpty() ? "none" : published.first() + " to " + published.last()));
    }
    landing.requireLanded(from);
    Slot last = newestEver().orElse(from);
    for (Slot slot = from.next(); slot.compareTo(last) <= 0; slot = slot.next()) {
      landing.requireLanded(slot);
    }
  }

  private void requireSameForm(Slot published) throws BatchException, IOException {
    Manifest manifest = manifests.required(published);
    long minutes = settings.slotLength().toMinutes();
    if (manifest.buckets() != settings.buckets()) {
      throw new BatchException(
          "what is kept below "
              + settings.directory()
              + " is divided into "
              + manifest.buckets()
              + " buckets: set variometer.batch.buckets back, or name another directory");
    }
    if (manifest.minutes() != minutes) {
      throw new BatchException(
          "what is kept below "
              + settings.directory()
              + " is of slots of "
              + manifest.minutes()
              + " minutes, this is one of "
              + minutes
              + ": set variometer.batch.slot-length back, or name another directory");
    }
  }
}
