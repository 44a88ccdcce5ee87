package org.variometer.rolling;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * The minute in which each of many things was seen last. Immutable: what follows shares the large
 * table and copies a small one of changes, so that a step's cost follows what is seen.
 */
final class LastSeen {
  /** Never seen, or too long ago. */
  static final int NEVER = Integer.MIN_VALUE;

  static final LastSeen EMPTY = new LastSeen(Table.EMPTY, Table.EMPTY);

  /** The changes are laid into a new large table when they exceed this part of it. */
  private static final int CHANGES_OF_TABLE = 4;

  private static final int FEW = 64;

  private final Table settled;
  private final Table changes;

  private LastSeen(Table settled, Table changes) {
    this.settled = settled;
    this.changes = changes;
  }

  /** The minute in which {@code thing} was seen, {@link #NEVER} if it was not. */
  int minute(long thing) {
    int minute = changes.get(thing);
    return minute != NEVER ? minute : settled.get(thing);
  }

  /** At most this many things are held. */
  int size() {
    return settled.size + changes.size;
  }

  Update update() {
    return new Update();
  }

  void writeTo(ByteWriter out) {
    settled.writeTo(out);
    changes.writeTo(out);
  }

  static LastSeen readFrom(ByteReader in) {
    return new LastSeen(Table.readFrom(in), Table.readFrom(in));
  }

  /** A step from one state to the next. */
  final class Update {
    private Table changed = changes;

    int minute(long thing) {
      int minute = changed.get(thing);
      return minute != NEVER ? minute : settled.get(thing);
    }

    void put(long thing, int minute) {
      if (changed == changes) {
        changed = changes.copy();
      }
      changed.put(thing, minute);
    }

    /** The state after the step; forgets what was seen before {@code oldest} when it tidies up. */
    LastSeen build(int oldest) {
      if (changed == changes) {
        return LastSeen.this;
      }
      if (changed.size <= Math.max(FEW, settled.size / CHANGES_OF_TABLE)) {
        return new LastSeen(settled, changed);
      }
      Table merged = new Table(settled.size + changed.size);
      merged.putAll(settled, oldest);
      merged.putAll(changed, oldest);
      return new LastSeen(merged, Table.EMPTY);
    }
  }

  /**
   * Open addressing; a thing's 64 bits are a hash already, of which the highest choose the slot:
   * things that have them in common are neighbours. 0 marks a free slot and stands for 1.
   */
  private static final class Table {
    static final Table EMPTY = new Table(0);

    private long[] things;
    private int[] minutes;
    private int size;

    Table(int expected) {
      int slots = Integer.highestOneBit(Math.max(2 * expected, 4)) * 2;
      things = new long[slots];
      minutes = new int[slots];
    }

    Table copy() {
      Table copy = new Table(0);
      copy.things = things.clone();
      copy.minutes = minutes.clone();
      copy.size = size;
      return copy;
    }

    int get(long thing) {
      int slot = slotOf(thing == 0 ? 1 : thing);
      return things[slot] == 0 ? NEVER : minutes[slot];
    }

    void put(long thing, int minute) {
      long key = thing == 0 ? 1 : thing;
      int slot = slotOf(key);
      if (things[slot] == 0) {
        if (2 * (size + 1) > things.length) {
          grow();
          slot = slotOf(key);
        }
        things[slot] = key;
        size++;
      }
      minutes[slot] = minute;
    }

    void putAll(Table other, int oldest) {
      for (int slot = 0; slot < other.things.length; slot++) {
        if (other.things[slot] != 0 && other.minutes[slot] >= oldest) {
          put(other.things[slot], other.minutes[slot]);
        }
      }
    }

    private void grow() {
      Table larger = new Table(2 * size);
      larger.putAll(this, NEVER);
      things = larger.things;
      minutes = larger.minutes;
    }

    private int slotOf(long key) {
      int mask = things.length - 1;
      int slot = (int) (key >>> Long.numberOfLeadingZeros(mask));
      while (things[slot] != 0 && things[slot] != key) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    void writeTo(ByteWriter out) {
      out.writeUnsigned(size);
      for (int slot = 0; slot < things.length; slot++) {
        if (things[slot] != 0) {
          out.writeLong(things[slot]);
          out.writeUnsigned(minutes[slot]);
        }
      }
    }

    static Table readFrom(ByteReader in) {
      int size = in.readCount();
      Table table = new Table(size);
      for (int i = 0; i < size; i++) {
        table.put(in.readLong(), in.readInt());
      }
      return table;
    }
  }
}
