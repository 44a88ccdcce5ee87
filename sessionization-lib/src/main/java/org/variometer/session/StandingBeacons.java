package org.variometer.session;

import java.util.Arrays;
import org.variometer.beacon.Beacon;

/**
 * Collects beacons, keeping of each identity the one that stands. A hash table by identity, which
 * is a hash already, so that sessions of thousands of beacons cost no more per beacon than others.
 */
final class StandingBeacons {
  private Beacon[] beacons;
  private long[] ids;
  private int[] table;
  private int size;

  /** Begins with room for {@code expected} beacons. */
  StandingBeacons(int expected) {
    int capacity = Math.max(1, expected);
    beacons = new Beacon[capacity];
    ids = new long[capacity];
    table = new int[slots(capacity)];
  }

  /** A power of two that leaves at least half of the slots free. */
  private static int slots(int capacity) {
    return Integer.highestOneBit(2 * capacity - 1) << 1;
  }

  int size() {
    return size;
  }

  void add(Beacon beacon) {
    int slot = slotOf(beacon.id());
    if (table[slot] != 0) {
      int index = table[slot] - 1;
      beacons[index] = beacons[index].standing(beacon);
      return;
    }
    if (size == beacons.length) {
      grow();
      slot = slotOf(beacon.id());
    }
    beacons[size] = beacon;
    ids[size] = beacon.id();
    size++;
    table[slot] = size;
  }

  /** The standing beacons in the session's order. */
  Beacon[] inOrder() {
    Beacon[] ordered = Arrays.copyOf(beacons, size);
    Arrays.sort(ordered);
    return ordered;
  }

  /** The slot that holds this identity, or the free one where it belongs. */
  private int slotOf(long id) {
    int mask = table.length - 1;
    int slot = (int) (id ^ (id >>> 32)) & mask;
    while (table[slot] != 0 && ids[table[slot] - 1] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    beacons = Arrays.copyOf(beacons, 2 * size);
    ids = Arrays.copyOf(ids, 2 * size);
    table = new int[slots(2 * size)];
    for (int i = 0; i < size; i++) {
      table[slotOf(ids[i])] = i + 1;
    }
  }
}
