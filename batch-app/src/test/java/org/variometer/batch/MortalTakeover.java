package org.variometer.batch;

import java.time.Instant;
import org.variometer.kairos.Fence;
import org.variometer.kairos.SinkException;

/** The right to be the batch, alone, which dies at a step when a test says so, once. */
final class MortalTakeover extends LoneTakeover {
  /** A slot that lands, runs and is published asks this often whether it still may. */
  static final int LAST_CONFIRMATION = 3;

  private String dying = "";
  private int left;

  /** Before that a slot looks at what the one before has written. */
  private boolean taken;

  /** Lets a step fail: confirm, take, write or sealed. */
  void dieAt(String step) {
    dieAt(step, 1);
  }

  /** Lets the step fail that comes then, from 1. */
  synchronized void dieAt(String step, int number) {
    dying = step;
    left = number;
    taken = false;
  }

  /** Whether the step that was to fail has. */
  boolean hasDied() {
    return dying.isEmpty();
  }

  private synchronized boolean diesAt(String step) {
    boolean dies = dying.equals(step) && --left == 0;
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
      if (taken && diesAt("write")) {
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
    taken = true;
  }

  @Override
  public void sealed(Instant through) throws BatchException {
    check("sealed");
  }
}
