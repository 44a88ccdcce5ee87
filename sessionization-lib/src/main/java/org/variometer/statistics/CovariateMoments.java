package org.variometer.statistics;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * Visitors' values of one metric in one arm, with their values from before the experiment where
 * they have any. Exact, in any order, like {@link Moments}. A mutable accumulator for one thread.
 */
public final class CovariateMoments {
  private final PairMoments known = new PairMoments();
  private final Moments unknown = new Moments();

  /** Adds a visitor who was there before the experiment too. */
  public void add(long value, long valueBefore) {
    known.add(value, valueBefore);
  }

  /** Adds a visitor who was not there before the experiment. */
  public void add(long value) {
    unknown.add(value);
  }

  /** Adds the visitors of {@code other}. */
  public void addAll(CovariateMoments other) {
    known.addAll(other.known);
    unknown.addAll(other.unknown);
  }

  /** The number of visitors. */
  public long visitors() {
    return known.visitors() + unknown.visitors();
  }

  /** Those with a value from before, as y; to be left alone. */
  PairMoments known() {
    return known;
  }

  /** Those without; to be left alone. */
  Moments unknown() {
    return unknown;
  }

  /** Writes what {@link #addFrom} reads. */
  public void writeTo(ByteWriter out) {
    known.writeTo(out);
    unknown.writeTo(out);
  }

  /** Adds the visitors that {@link #writeTo} wrote. */
  public void addFrom(ByteReader in) {
    known.addFrom(in);
    unknown.addFrom(in);
  }
}
