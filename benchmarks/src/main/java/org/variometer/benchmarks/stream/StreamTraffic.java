package org.variometer.benchmarks.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.SplittableRandom;
import java.util.function.Predicate;

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

  private static final double ORDER_SHARE = 0.03;
  private static final double COPY_SHARE = 0.05;
  private static final double DISORDER_SHARE = 0.05;
  private static final int MAX_DISORDER = 60_000;

  /** Copies that wait: each new one lets a random one go, so that they come some time later. */
  private static final int WAITING_COPIES = 256;

  private static final byte[] BEACON = ascii("{\"beaconId\":\"");
  private static final byte[] SESSION = ascii("\",\"sessionId\":\"");
  private static final byte[] VISITOR = ascii("\",\"visitorId\":\"");
  private static final byte[] TIMESTAMP = ascii("\",\"timestamp\":");
  private static final byte[] RECEIVED = ascii(",\"receivedAt\":");
  private static final byte[][] MENTIONS = {
    mentions("control", "control"),
    mentions("control", "gallery"),
    mentions("semantic", "control"),
    mentions("semantic", "gallery")
  };
  private static final byte[] PAGE_VIEW = ascii("\"pageView\",\"performance\":{\"page_load\":");
  private static final byte[] TTFB = ascii(",\"ttfb\":");
  private static final byte[] LCP = ascii(",\"lcp\":");
  private static final byte[] ORDER = ascii("\"order\",\"order\":{\"id\":\"");
  private static final byte[] REVENUE = ascii("\",\"revenue\":\"");
  private static final byte[] UNITS = ascii(".99\",\"units\":");
  private static final byte[] EVENT =
      ascii("\"event\",\"event\":{\"name\":\"scroll_depth\",\"value\":");
  private static final byte[] END = ascii("}}");

  private final SplittableRandom random;
  private final Predicate<byte[]> isOurs;
  private final double sessionsPerSecond;
  private final JsonBytes json = new JsonBytes();
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
    double activeSeconds = (BEACONS_OF_SESSION - 1) * meanGapSeconds();
    this.sessionsPerSecond = held / (activeSeconds + HELD_SECONDS);
    int slots = (int) (1.3 * sessionsPerSecond * activeSeconds) + 10_000;
    next = new int[slots];
    number = new long[slots];
    left = new byte[slots];
    for (int slot = 0; slot < slots; slot++) {
      next[slot] = slot + 1 < slots ? slot + 1 : -1;
    }
    java.util.Arrays.fill(firstOfSecond, -1);
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
      writeKey(session);
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

  private void writeKey(long session) {
    json.clear();
    json.uuid(mix(session + 1), mix(session + 2));
    System.arraycopy(json.buffer(), 0, key, 0, key.length);
  }

  private void write(long session) {
    writeKey(session);
    long late =
        random.nextDouble() < DISORDER_SHARE
            ? random.nextInt(MAX_DISORDER)
            : 30L + random.nextInt(970);
    json.clear();
    json.text(BEACON).uuid(random.nextLong(), random.nextLong());
    json.text(SESSION).text(key);
    json.text(VISITOR).uuid(mix(session + 3), mix(session + 4));
    json.text(TIMESTAMP).number(arrival - late).text(RECEIVED).number(arrival);
    json.text(MENTIONS[(int) (mix(session + 5) >>> 62)]);
    double kind = random.nextDouble();
    if (kind < 0.5) {
      long load = 400L + random.nextInt(1600);
      json.text(PAGE_VIEW).number(load).text(TTFB).number(load / 8);
      json.text(LCP).number(load * 3 / 4);
    } else if (kind < 0.5 + ORDER_SHARE) {
      json.text(ORDER).number(random.nextInt(100_000_000));
      json.text(REVENUE).number(10L + random.nextInt(90)).text(UNITS).number(random.nextInt(3) + 1);
    } else {
      json.text(EVENT).number(random.nextInt(100));
    }
    json.text(END);
    value = values[json.length()];
    if (value == null) {
      value = new byte[json.length()];
      values[json.length()] = value;
    }
    System.arraycopy(json.buffer(), 0, value, 0, value.length);
  }

  private static byte[] mentions(String ranking, String page) {
    return ascii(
        ",\"site\":\"shop.example\",\"assigned\":[{\"experiment\":\"search_ranking\",\"variant\":\""
            + ranking
            + "\"},{\"experiment\":\"product_page\",\"variant\":\""
            + page
            + "\"}],\"type\":");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Finalizer of MurmurHash3 (Appleby 2011): makes ids of a session's number. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }
}
