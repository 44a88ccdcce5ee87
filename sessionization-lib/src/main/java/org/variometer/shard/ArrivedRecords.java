package org.variometer.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.SessionKey;

/**
 * What arrived for a part of the sessions, by session. Only where the records stand in their
 * packets is held; a session's records are read when it is its turn. For one thread.
 */
public final class ArrivedRecords {
  private static final int NONE = -1;

  private final List<RecordReader> packets = new ArrayList<>();

  /** Of each record: its packet, where it stands, and the next of the same session. */
  private int[] packetOf = new int[64];

  private int[] positions = new int[64];
  private int[] next = new int[64];
  private int records;

  /** Of each session: its hash, where its key stands in the first record's packet, its records. */
  private long[] hashes = new long[16];

  private int[] keys = new int[16];
  private int[] first = new int[16];
  private int[] last = new int[16];
  private int sessions;

  /** The sessions by hash: open addressing, {@link #NONE} being free. */
  private int[] table = free(64);

  /** Takes a session's records. */
  @FunctionalInterface
  public interface SessionVisitor {
    /**
     * Takes them.
     *
     * @param hash the hash of the key
     * @param key the session's key as bytes, the same for the same key
     * @param records its records in the order in which packets and their records were added
     */
    void accept(long hash, byte[] key, List<BeaconRecord> records);
  }

  /** Adds the records of a {@link Packet}. */
  public void add(Packet packet) {
    if (packet.records().length > 0) {
      add(packet.records());
    }
  }

  /** Adds what {@link RecordWriter} wrote. */
  void add(byte[] packet) {
    RecordReader reader = new RecordReader(packet);
    packets.add(reader);
    reader.forEach(this::add);
  }

  private void add(long hash, int key, int position) {
    if (records == positions.length) {
      packetOf = Arrays.copyOf(packetOf, 2 * records);
      positions = Arrays.copyOf(positions, 2 * records);
      next = Arrays.copyOf(next, 2 * records);
    }
    packetOf[records] = packets.size() - 1;
    positions[records] = position;
    next[records] = NONE;
    int slot = slotOf(hash, key);
    if (table[slot] == NONE) {
      addSession(hash, key, slot);
    } else {
      int session = table[slot];
      next[last[session]] = records;
      last[session] = records;
    }
    records++;
  }

  private void addSession(long hash, int key, int slot) {
    if (sessions == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * sessions);
      keys = Arrays.copyOf(keys, 2 * sessions);
      first = Arrays.copyOf(first, 2 * sessions);
      last = Arrays.copyOf(last, 2 * sessions);
    }
    hashes[sessions] = hash;
    keys[sessions] = key;
    first[sessions] = records;
    last[sessions] = records;
    table[slot] = sessions;
    sessions++;
    if (2 * sessions > table.length) {
      grow();
    }
  }

  /** The hashes of the sessions' keys, in no particular order. */
  public long[] hashes() {
    return Arrays.copyOf(hashes, sessions);
  }

  /** Shows session by session. */
  public void forEach(SessionVisitor visitor) {
    for (int session = 0; session < sessions; session++) {
      byte[] key = packets.get(packetOf[first[session]]).key(keys[session]);
      SessionKey named = KeyBytes.key(key);
      List<BeaconRecord> ofSession = new ArrayList<>();
      for (int record = first[session]; record != NONE; record = next[record]) {
        ofSession.add(packets.get(packetOf[record]).record(positions[record], named));
      }
      visitor.accept(hashes[session], key, ofSession);
    }
  }

  /** The slot of the session whose key stands here in the latest packet, or the free one for it. */
  private int slotOf(long hash, int key) {
    int mask = table.length - 1;
    int slot = start(hash, mask);
    while (table[slot] != NONE && !isSession(table[slot], hash, key)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isSession(int session, long hash, int key) {
    return hashes[session] == hash
        && packets
            .get(packetOf[first[session]])
            .isSameKey(keys[session], packets.get(packets.size() - 1), key);
  }

  private void grow() {
    table = free(2 * table.length);
    int mask = table.length - 1;
    for (int session = 0; session < sessions; session++) {
      int slot = start(hashes[session], mask);
      while (table[slot] != NONE) {
        slot = (slot + 1) & mask;
      }
      table[slot] = session;
    }
  }

  private static int start(long hash, int mask) {
    return (int) (hash >>> 32) & mask;
  }

  private static int[] free(int slots) {
    int[] table = new int[slots];
    Arrays.fill(table, NONE);
    return table;
  }
}
