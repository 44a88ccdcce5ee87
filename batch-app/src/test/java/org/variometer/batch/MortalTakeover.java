package org.variometer.batch;

import java.time.Instant;
import org.variometer.kairos.Fence;
import org.variometer.kairos.SinkException;

/** The right to be the batch, alone, which dies at a step when a test says so, once. */
final class MortalTakeover extends LoneTakeover {
  private String dying = "";

  /** Lets a step fail: confirm, take, write or sealed. */
  void dieAt(String step) {
    dying = step;
  }

  /** Whether the step that was to fail has. */
  boolean hasDied() {
    return dying.isEmpty();
  }

  private synchronized boolean diesAt(String step) {
    boolean dies = dying.equals(step);
    if (dies) {
      dying = "";
    }
    return dies;
  }

  private void check(String step) throws BatchException {
    if (diesAt(step)) {
      throw new BatchException("a fault of the test's: " + step);
    }
  }

  @Override
  public Fence fence() {
    return () -> {
      if (diesAt("write")) {
        throw new SinkException("a fault of the test's: write");
      }
    };
  }

  @Override
  public void confirm() throws BatchException {
    check("confirm");
  }

  @Override
  public void take(Instant through) throws BatchException {
    check("take");
  }

  @Override
  public void sealed(Instant through) throws BatchException {
    check("sealed");
  }
}
