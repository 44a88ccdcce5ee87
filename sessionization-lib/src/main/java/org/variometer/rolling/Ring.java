package org.variometer.rolling;

import java.util.Arrays;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** How many were last seen in each of the minutes of a window that moves on. */
final class Ring {
  private final int[] counts;
  private long total;

  Ring(int minutes) {
    this.counts = new int[minutes];
  }

  private Ring(int[] counts, long total) {
    this.counts = counts;
    this.total = total;
  }

  Ring copy() {
    return new Ring(counts.clone(), total);
  }

  /** Moves one from a minute, or from never, to another. */
  void move(int from, int to) {
    if (from != LastSeen.NEVER) {
      add(from, -1);
    }
    if (to != LastSeen.NEVER) {
      add(to, 1);
    }
  }

  private void add(int epochMinute, int count) {
    counts[Math.floorMod(epochMinute, counts.length)] += count;
    total += count;
  }

  /** Forgets the minute that leaves the window, before the one of the same slot enters. */
  void clear(int epochMinute) {
    int slot = Math.floorMod(epochMinute, counts.length);
    total -= counts[slot];
    counts[slot] = 0;
  }

  /** How many were last seen anywhere in the window. */
  long total() {
    return total;
  }

  /** How many were last seen in the {@code minutes} minutes before {@code epochMinute}. */
  long sum(int epochMinute, int minutes) {
    if (minutes == counts.length) {
      return total;
    }
    long sum = 0;
    for (int i = 1; i <= minutes; i++) {
      sum += counts[Math.floorMod(epochMinute - i, counts.length)];
    }
    return sum;
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(Arrays.stream(counts).filter(count -> count != 0).count());
    for (int slot = 0; slot < counts.length; slot++) {
      if (counts[slot] != 0) {
        out.writeUnsigned(slot);
        out.writeSigned(counts[slot]);
      }
    }
  }

  static Ring readFrom(ByteReader in, int minutes) {
    Ring ring = new Ring(minutes);
    int number = in.readCount();
    for (int i = 0; i < number; i++) {
      ring.add(in.readInt(), (int) in.readSigned());
    }
    return ring;
  }
}
