package org.variometer.benchmarks.stream;

import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.variometer.benchmarks.beacons.BeaconJson;

/**
 * The traffic of one partition, endless and ordered by arrival: beacons of 400–420 bytes with
 * random UUIDs as beacon, session and visitor ids, two experiments mentioned, three load times on
 * the half that are page views, 3 % orders; 20 beacons a session, 2 minutes apart on average; 5 %
 * up to 60 s late on the way, 5 % sent twice. Sessions begin at such a rate that the stream holds
 * as many as are wanted. For one thread.
 */
final class StreamTraffic {
  static final int BEACONS_OF_SESSION = 20;

  /** Before everything that is now, so that nothing comes from the future. */
  private static final long START = 1_775_001_600_000L;

  private static final double MEAN_GAP_SECONDS = 120;

  /** Below the inactivity that cuts a session in two. */
  private static final int MAX_GAP_SECONDS = 1800;

  /** From a session's last beacon until the stream frees it, on average (spec §2). */
  private static final double HELD_SECONDS = 35 * 60 + 5 * 60 + 30;

  private static final double COPY_SHARE = 0.05;
  private static final double DISORDER_SHARE = 0.05;
  private static final int MAX_DISORDER = 60_000;

  /** Copies that wait: each new one lets a random one go, so that they come some time later. */
  private static final int WAITING_COPIES = 256;

  private final SplittableRandom random;
  private final Predicate<byte[]> isOurs;
  private final double sessionsPerSecond;
  private final BeaconJson json = new BeaconJson();
  private final byte[] key = new byte[36];
  private final Copy[] copies = new Copy[WAITING_COPIES];

  // Sessions by the second of their next beacon: lists through slots, on a wheel of seconds.
  private final int[] firstOfSecond = new int[MAX_GAP_SECONDS + 1];
  private final int[] next;
  private final long[] number;
  private final byte[] left;
  private int free;

  private long second;
  private int open = -1;
  private long arrival;
  private double due;
  private long copiesSent;
  private byte[] value = {};
  private final byte[][] values = new byte[512][];

  /** A beacon that is to be sent again. */
  private static final class Copy {
    private final byte[] key = new byte[36];
    private byte[] value;
  }

  /**
   * Traffic.
   *
   * @param seed of all that is random
   * @param held how many sessions the stream is to hold of it
   * @param isOurs whether a session's key belongs into the partition
   */
  StreamTraffic(long seed, int held, Predicate<byte[]> isOurs) {
    this.random = new SplittableRandom(seed);
    this.isOurs = isOurs;
    this.sessionsPerSecond = sessionsPerSecond(held);
    int slots = (int) (1.3 * sessionsPerSecond * activeSeconds()) + 10_000;
    next = new int[slots];
    number = new long[slots];
    left = new byte[slots];
    for (int slot = 0; slot < slots; slot++) {
      next[slot] = slot + 1 < slots ? slot + 1 : -1;
    }
    java.util.Arrays.fill(firstOfSecond, -1);
  }

  /** Records that come in a second of the log where {@code held} sessions are held. */
  static double recordsPerSecond(int held) {
    return BEACONS_OF_SESSION * sessionsPerSecond(held) / (1 - COPY_SHARE);
  }

  private static double sessionsPerSecond(int held) {
    return held / (activeSeconds() + HELD_SECONDS);
  }

  /** From a session's first beacon to its last, on average. */
  private static double activeSeconds() {
    return (BEACONS_OF_SESSION - 1) * meanGapSeconds();
  }

  /** Goes on to the next record. */
  void advance() {
    if (random.nextDouble() < COPY_SHARE && swapCopy()) {
      copiesSent++;
      return;
    }
    while (open < 0) {
      nextSecond();
    }
    int slot = open;
    open = next[slot];
    write(number[slot]);
    if (--left[slot] > 0) {
      schedule(slot, second + gap());
    } else {
      next[slot] = free;
      free = slot;
    }
  }

  /** The key of the record, to be read before the next one. */
  byte[] key() {
    return key;
  }

  /** The bytes of the record, to be read before the next one. */
  byte[] value() {
    return value;
  }

  /** The instant of the record's arrival, ms since the epoch. */
  long arrival() {
    return arrival;
  }

  /** How many of the records so far were copies of others. */
  long copiesSent() {
    return copiesSent;
  }

  private void nextSecond() {
    second++;
    arrival = Math.max(arrival, START + 1000 * second);
    due += sessionsPerSecond;
    for (; due >= 1; due--) {
      int slot = free;
      free = next[slot];
      number[slot] = newSession();
      left[slot] = BEACONS_OF_SESSION;
      schedule(slot, second);
    }
    int now = (int) (second % firstOfSecond.length);
    open = firstOfSecond[now];
    firstOfSecond[now] = -1;
  }

  private long newSession() {
    long session;
    do {
      session = random.nextLong();
      json.key(session, key);
    } while (!isOurs.test(key));
    return session;
  }

  private void schedule(int slot, long atSecond) {
    int place = (int) (atSecond % firstOfSecond.length);
    next[slot] = firstOfSecond[place];
    firstOfSecond[place] = slot;
  }

  private int gap() {
    double gap = -Math.log(1 - random.nextDouble()) * MEAN_GAP_SECONDS;
    return (int) Math.min(MAX_GAP_SECONDS, 1 + gap);
  }

  private static double meanGapSeconds() {
    return MEAN_GAP_SECONDS * (1 - Math.exp(-MAX_GAP_SECONDS / MEAN_GAP_SECONDS)) + 0.5;
  }

  /** Lets a copy that waits be the record and takes a copy of the record before it instead. */
  private boolean swapCopy() {
    if (value.length == 0) {
      return false;
    }
    int place = random.nextInt(WAITING_COPIES);
    Copy before = copies[place];
    Copy taken = new Copy();
    System.arraycopy(key, 0, taken.key, 0, key.length);
    taken.value = value.clone();
    copies[place] = taken;
    if (before == null) {
      return false;
    }
    System.arraycopy(before.key, 0, key, 0, key.length);
    value = before.value;
    return true;
  }

  private void write(long session) {
    long late =
        random.nextDouble() < DISORDER_SHARE
            ? random.nextInt(MAX_DISORDER)
            : 30L + random.nextInt(970);
    json.write(session, arrival - late, arrival, random);
    json.key(session, key);
    value = values[json.length()];
    if (value == null) {
      value = new byte[json.length()];
      values[json.length()] = value;
    }
    System.arraycopy(json.buffer(), 0, value, 0, value.length);
  }
}
