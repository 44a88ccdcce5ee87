package org.variometer.batch;

/**
 * What a batch does where it would stop by itself.
 *
 * @param skipCorrupt leaves out what can't be read of damaged files, and counts it
 * @param allowDataLoss goes on where the log no longer has all of a slot, and counts what is gone
 */
public record BatchOptions(boolean skipCorrupt, boolean allowDataLoss) {
  /** It stops, and says why. */
  public static final BatchOptions STRICT = new BatchOptions(false, false);
}
