package org.variometer.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.variometer.chaos.fault.FaultKind;

/**
 * The faults of a campaign, one after the other: a function of the seed. Each kind comes once
 * before one comes again.
 */
final class Schedule {
  /** One in so many. */
  private static final int OVERLAPPING = 4;

  private final Random order;
  private final List<FaultKind> kinds;
  private final List<FaultKind> left = new ArrayList<>();

  /** A schedule of these kinds, at least one. */
  Schedule(long seed, List<FaultKind> kinds) {
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("no kinds of faults");
    }
    this.order = new Random(seed);
    this.kinds = List.copyOf(kinds);
  }

  /**
   * A fault to come.
   *
   * @param kind what happens
   * @param calmMillis how long nothing happens before
   * @param dice decides what the kind leaves open
   * @param overlaps whether the next one comes before all is right again
   */
  record Entry(FaultKind kind, long calmMillis, RandomGenerator dice, boolean overlaps) {}

  /** The next one; there is always one. */
  Entry next() {
    if (left.isEmpty()) {
      left.addAll(kinds);
      Collections.shuffle(left, order);
    }
    return new Entry(
        left.remove(left.size() - 1),
        order.nextInt(500, 4000),
        new Random(order.nextLong()),
        order.nextInt(OVERLAPPING) == 0);
  }
}
