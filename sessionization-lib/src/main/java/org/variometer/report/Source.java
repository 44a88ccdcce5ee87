package org.variometer.report;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where visitors were read, and how fresh they are.
 *
 * @param kind of what it is
 * @param newest the end of the newest slot, or the newest arrival that was read; empty if nothing
 *     was
 * @param accounting where every record went that they come from, by {@code
 *     org.variometer.local.Accounting}'s names
 */
public record Source(Kind kind, Optional<Instant> newest, SortedMap<String, Long> accounting) {
  /** Copies the map. */
  public Source {
    accounting = Collections.unmodifiableSortedMap(new TreeMap<>(accounting));
  }

  /** Of the batch's tables. */
  public static Source tables(Instant slotEnd, Map<String, Long> accounting) {
    return new Source(Kind.TABLES, Optional.of(slotEnd), new TreeMap<>(accounting));
  }

  /** Of files of beacons. */
  public static Source files(Optional<Instant> newestArrival, Map<String, Long> accounting) {
    return new Source(Kind.FILES, newestArrival, new TreeMap<>(accounting));
  }

  /** What visitors are read from. */
  public enum Kind {
    /** What a slot of the batch has published. */
    TABLES("tables"),
    /** Files of beacons. */
    FILES("files");

    private final String tag;

    Kind(String tag) {
      this.tag = tag;
    }

    /** The name in files. */
    public String tag() {
      return tag;
    }
  }
}
