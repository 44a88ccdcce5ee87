package org.variometer.slot;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A slot of the batch: what landed between two instants, named by the later one (spec §5). Slots of
 * one length follow one another without a gap, all days alike.
 *
 * @param end when it ends, a whole number of lengths from midnight UTC on
 * @param length how long it is: whole minutes that divide a day
 */
public record Slot(Instant end, Duration length) implements Comparable<Slot> {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);
  private static final Duration DAY = Duration.ofDays(1);

  /**
   * Checks that slots of this length end there.
   *
   * @throws IllegalArgumentException if not
   */
  public Slot {
    if (!isLength(length)) {
      throw new IllegalArgumentException(
          "no length of slots: " + length + "; expected whole minutes that divide a day");
    }
    if (!end.equals(floor(end, length))) {
      throw new IllegalArgumentException(
          "no slot of " + length.toMinutes() + " minutes ends at " + end);
    }
  }

  /** Whether slots can have this length. */
  public static boolean isLength(Duration length) {
    return length.toMinutes() > 0
        && length.equals(length.truncatedTo(ChronoUnit.MINUTES))
        && DAY.toMinutes() % length.toMinutes() == 0;
  }

  /** The last slot that has ended at {@code now}. */
  public static Slot lastAt(Instant now, Duration length) {
    return new Slot(floor(now, length), length);
  }

  /**
   * The slot of this name, like 2026-11-20T10:30Z; empty if that is no instant at which a slot
   * ends.
   */
  public static Optional<Slot> named(String name, Duration length) {
    try {
      return Optional.of(new Slot(OffsetDateTime.parse(name).toInstant(), length));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The slot whose {@link #folder} this is; empty if it is none's. */
  public static Optional<Slot> ofFolder(String folder, Duration length) {
    try {
      return Optional.of(new Slot(FOLDER.parse(folder, Instant::from), length));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** When it begins. */
  public Instant begin() {
    return end.minus(length);
  }

  /** The slot before. */
  public Slot previous() {
    return new Slot(begin(), length);
  }

  /** The slot behind. */
  public Slot next() {
    return new Slot(end.plus(length), length);
  }

  /**
   * The instant up to which buckets become the batch's with its run.
   *
   * @param delay the time that the stream has for a bucket's beacons to come
   */
  public Instant sealsThrough(Duration delay) {
    return end.minus(delay);
  }

  /**
   * Where what is kept begins with its run.
   *
   * @param retain how long days are kept
   * @return the first instant of a day, UTC
   */
  public Instant keepsFrom(Duration retain) {
    return floor(end.minus(retain), DAY);
  }

  /** Its name: the minute of its end. */
  public String name() {
    return NAME.format(end);
  }

  /** Its name where colons can't be. Orders like the slots themselves. */
  public String folder() {
    return FOLDER.format(end);
  }

  @Override
  public int compareTo(Slot other) {
    return end.compareTo(other.end);
  }

  @Override
  public String toString() {
    return name();
  }

  private static Instant floor(Instant instant, Duration length) {
    long millis = length.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(instant.toEpochMilli(), millis) * millis);
  }
}
