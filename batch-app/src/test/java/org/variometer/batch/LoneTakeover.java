package org.variometer.batch;

import java.time.Instant;
import java.util.Optional;
import org.variometer.batch.seal.Takeover;
import org.variometer.kairos.Fence;

/** The right to be the batch where there is neither a stream nor another batch. */
class LoneTakeover implements Takeover {
  @Override
  public Fence fence() {
    return Fence.OPEN;
  }

  @Override
  public void confirm() throws BatchException {}

  @Override
  public Optional<Instant> sealedThrough() {
    return Optional.empty();
  }

  @Override
  public boolean streamHasWritten() {
    return false;
  }

  @Override
  public void requireNoStream() {}

  @Override
  public void take(Instant through) throws BatchException {}

  @Override
  public void sealed(Instant through) throws BatchException {}

  @Override
  public long repairFrom() {
    return Long.MAX_VALUE;
  }

  @Override
  public void repaired() {}

  @Override
  public void release() {}

  @Override
  public void close() {}
}
