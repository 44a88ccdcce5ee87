package org.variometer.batch.seal;

import java.time.Instant;
import java.util.Optional;
import org.variometer.batch.BatchException;
import org.variometer.kairos.Fence;
import org.variometer.store.manifest.Permit;

/** The right to be the batch, and to take buckets over from the stream (spec §5). */
public interface Takeover extends Permit<BatchException>, AutoCloseable {
  /** Asked before each request to the database. */
  Fence fence();

  /**
   * Through where buckets are sealed; empty if none ever was.
   *
   * @throws BatchException if that can't be known now
   */
  Optional<Instant> sealedThrough() throws BatchException;

  /**
   * Whether a stream ever had the right to write.
   *
   * @throws BatchException if that can't be known now
   */
  boolean streamHasWritten() throws BatchException;

  /**
   * Makes sure that no stream writes any more at all, for who seals everything.
   *
   * @throws BatchException if one does
   */
  void requireNoStream() throws BatchException;

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

  /**
   * Where the first bucket begins that a stream may have written which had lost the right to (spec
   * §7), ms since the epoch; {@link Long#MAX_VALUE} if there is none.
   *
   * @throws BatchException if that can't be known now
   */
  long repairFrom() throws BatchException;

  /** Says that all buckets from the last {@link #repairFrom} on were written again. */
  void repaired() throws BatchException;

  /** Lets the next batch have it at once. Only to be called if nothing sent is under way. */
  void release();

  /**
   * Lets the next batch have it, unless it was released, when nothing can be under way any more.
   */
  @Override
  void close();
}
