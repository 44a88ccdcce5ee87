package org.variometer.store.manifest;

/** How long something took, as run logs say it: in seconds, to the millisecond. */
public final class Seconds {
  private static final double NANOS_OF_MILLI = 1e6;
  private static final double MILLIS_OF_SECOND = 1e3;

  private Seconds() {}

  /**
   * The time since then.
   *
   * @param start of {@link System#nanoTime}
   */
  public static double since(long start) {
    return Math.round((System.nanoTime() - start) / NANOS_OF_MILLI) / MILLIS_OF_SECOND;
  }
}
