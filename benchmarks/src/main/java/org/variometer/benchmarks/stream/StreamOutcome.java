package org.variometer.benchmarks.stream;

import java.io.IOException;

/**
 * What the stream says at its end, counted by itself.
 *
 * @param read records read
 * @param used beacons that stand
 * @param duplicate records whose beacon stands already
 */
record StreamOutcome(long read, long used, long duplicate) {

  /**
   * Fails if that is not what was sent: figures of a stream that counts wrong are worth nothing.
   */
  void check(Preload.Sent sent) throws IOException {
    if (read != sent.records()
        || duplicate != sent.copies()
        || used != sent.records() - sent.copies()) {
      throw new IOException("the stream counted wrong: sent " + sent + ", counted " + this);
    }
  }
}
