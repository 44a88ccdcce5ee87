package org.variometer.shard;

import java.util.Arrays;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * Sessions by key: open addressing over the hashes of their keys, with the minute of their last
 * arrival and a record of bytes for each: the key behind its length, then the state. Records are
 * never written again, so tables that follow one another share them. Only {@link SessionUpdater}
 * and {@link StateOfSlot} change a table, and only one of their own.
 */
final class SessionTable {
  private static final int MIN_SLOTS = 16;

  private long[] hashes;
  private int[] lastMinutes;
  private byte[][] records;
  private int size;

  SessionTable(int expected) {
    int slots = Math.max(MIN_SLOTS, Integer.highestOneBit(Math.max(1, 2 * expected - 1)) * 2);
    hashes = new long[slots];
    lastMinutes = new int[slots];
    records = new byte[slots][];
  }

  SessionTable copy() {
    SessionTable copy = new SessionTable(0);
    copy.hashes = hashes.clone();
    copy.lastMinutes = lastMinutes.clone();
    copy.records = records.clone();
    copy.size = size;
    return copy;
  }

  int size() {
    return size;
  }

  int slots() {
    return hashes.length;
  }

  /** The record of a session, null if it is not held. */
  byte[] get(long hash, byte[] key) {
    return records[slotOf(hash, key)];
  }

  /** The record in a slot, null if the slot is free. */
  byte[] record(int slot) {
    return records[slot];
  }

  int lastMinute(int slot) {
    return lastMinutes[slot];
  }

  void put(long hash, byte[] key, int lastMinute, byte[] record) {
    int slot = slotOf(hash, key);
    if (records[slot] == null) {
      if (5 * (size + 1) > 3 * hashes.length) {
        grow();
        slot = slotOf(hash, key);
      }
      hashes[slot] = hash;
      size++;
    }
    lastMinutes[slot] = lastMinute;
    records[slot] = record;
  }

  /** Adds the sessions of another table, which has none of this one's. */
  void putAll(SessionTable others) {
    for (int slot = 0; slot < others.slots(); slot++) {
      if (others.records[slot] != null) {
        ByteReader in = new ByteReader(others.records[slot]);
        put(others.hashes[slot], in.readBlock(), others.lastMinutes[slot], others.records[slot]);
      }
    }
  }

  /** The table of those whose last arrival lies in or behind {@code oldestMinute}. */
  SessionTable without(int oldestMinute) {
    int left = 0;
    for (int slot = 0; slot < records.length; slot++) {
      left += records[slot] != null && lastMinutes[slot] >= oldestMinute ? 1 : 0;
    }
    if (left == size) {
      return this;
    }
    SessionTable kept = new SessionTable(left);
    for (int slot = 0; slot < records.length; slot++) {
      if (records[slot] != null && lastMinutes[slot] >= oldestMinute) {
        kept.insert(hashes[slot], lastMinutes[slot], records[slot]);
      }
    }
    return kept;
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(size);
    for (int slot = 0; slot < records.length; slot++) {
      if (records[slot] != null) {
        out.writeLong(hashes[slot]);
        out.writeUnsigned(lastMinutes[slot]);
        out.writeBlock(records[slot]);
      }
    }
  }

  static SessionTable readFrom(ByteReader in) {
    int size = in.readCount();
    SessionTable table = new SessionTable(size);
    for (int i = 0; i < size; i++) {
      table.insert(in.readLong(), in.readInt(), in.readBlock());
    }
    return table;
  }

  private void grow() {
    SessionTable larger = new SessionTable(hashes.length);
    for (int slot = 0; slot < records.length; slot++) {
      if (records[slot] != null) {
        larger.insert(hashes[slot], lastMinutes[slot], records[slot]);
      }
    }
    hashes = larger.hashes;
    lastMinutes = larger.lastMinutes;
    records = larger.records;
  }

  /** Inserts a session that is known to be absent. */
  private void insert(long hash, int lastMinute, byte[] record) {
    int mask = hashes.length - 1;
    int slot = start(hash, mask);
    while (records[slot] != null) {
      slot = (slot + 1) & mask;
    }
    hashes[slot] = hash;
    lastMinutes[slot] = lastMinute;
    records[slot] = record;
    size++;
  }

  /** The slot that holds the session, or the free one where it belongs. */
  private int slotOf(long hash, byte[] key) {
    int mask = hashes.length - 1;
    int slot = start(hash, mask);
    while (records[slot] != null && !(hashes[slot] == hash && startsWith(records[slot], key))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** The remainder by the number of shards chose the shard: other bits choose the slot. */
  private static int start(long hash, int mask) {
    return (int) (hash >>> 32) & mask;
  }

  /** Where a record's state begins. */
  static int stateOffset(byte[] record) {
    ByteReader in = new ByteReader(record);
    in.skipBlock();
    return in.position();
  }

  private static boolean startsWith(byte[] record, byte[] key) {
    ByteReader in = new ByteReader(record);
    int length = in.readCount();
    int from = in.position();
    return length == key.length && Arrays.equals(record, from, from + length, key, 0, length);
  }
}
