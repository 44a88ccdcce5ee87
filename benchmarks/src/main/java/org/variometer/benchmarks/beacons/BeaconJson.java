package org.variometer.benchmarks.beacons;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.SplittableRandom;

/**
 * A beacon of 400–420 bytes with random UUIDs as beacon, session and visitor ids, two experiments
 * mentioned, three load times on the half that are page views, 3 % orders. Written into a buffer
 * that is used again. For one thread.
 */
public final class BeaconJson {
  /** The length of a session's id. */
  public static final int KEY_BYTES = 36;

  private static final double ORDER_SHARE = 0.03;

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

  private final JsonBytes json = new JsonBytes();
  private final JsonBytes id = new JsonBytes();

  /** What was written: valid as far as {@link #length()}, until the next beacon. */
  public byte[] buffer() {
    return json.buffer();
  }

  /** The length of what was written. */
  public int length() {
    return json.length();
  }

  /** Writes the id of a session into {@code key}, {@link #KEY_BYTES} long. */
  public void key(long session, byte[] key) {
    id.clear();
    id.uuid(mix(session + 1), mix(session + 2));
    System.arraycopy(id.buffer(), 0, key, 0, key.length);
  }

  /**
   * Writes a beacon.
   *
   * @param session the number of its session, of which the ids are made
   * @param timestamp when it happened, ms since the epoch
   * @param received when it arrived, ms since the epoch
   * @param random the rest of it
   */
  public void write(long session, long timestamp, long received, SplittableRandom random) {
    json.clear();
    json.text(BEACON).uuid(random.nextLong(), random.nextLong());
    json.text(SESSION).uuid(mix(session + 1), mix(session + 2));
    json.text(VISITOR).uuid(mix(session + 3), mix(session + 4));
    json.text(TIMESTAMP).number(timestamp).text(RECEIVED).number(received);
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
