package org.variometer.batch.seal;

import java.time.Instant;
import org.variometer.batch.BatchException;

/** What stream and batch agree upon: whose buckets are (spec §5). */
public interface HandOver {
  /**
   * Takes buckets over; returns when no stream writes them any more.
   *
   * @param through those that end until then
   * @throws BatchException if the stream does not let go of them
   */
  void take(Instant through) throws BatchException;

  /**
   * Says that what stands there is the batch's; never goes back.
   *
   * @param through as in {@link #take}
   */
  void sealed(Instant through) throws BatchException;
}
