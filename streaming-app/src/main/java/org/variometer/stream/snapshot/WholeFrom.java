package org.variometer.stream.snapshot;

import java.io.Serializable;

/**
 * From which instants of arrival on a state has everything, ms since the epoch; {@link
 * Long#MIN_VALUE} for all.
 *
 * @param totals of sessions and totals
 * @param sightings of whom rolling metrics have seen
 */
public record WholeFrom(long totals, long sightings) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Everything from one instant on. */
  public static WholeFrom of(long instant) {
    return new WholeFrom(instant, instant);
  }

  /** The same where records before {@code instant}, too, may be missing. */
  WholeFrom since(long instant) {
    return new WholeFrom(Math.max(totals, instant), Math.max(sightings, instant));
  }
}
