package org.variometer.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconRules;
import org.variometer.beacon.Enrichment;
import org.variometer.beacon.Micros;

/**
 * The traffic of all figures: beacons of 400–420 bytes with random UUIDs as beacon, session and
 * visitor ids, two experiments mentioned, three load times on page views, 3 % orders; 20 beacons a
 * session, half of them page views, 30 seconds apart on average, arriving in rounds of 4 a session.
 */
final class Workload {
  static final int BEACONS_OF_SESSION = 20;
  static final int ROUNDS = 5;
  static final int SESSIONS = 4000;
  static final int BEACONS = SESSIONS * BEACONS_OF_SESSION;

  private static final long START = 1_795_213_800_000L;
  private static final int BEACONS_OF_ROUND = BEACONS_OF_SESSION / ROUNDS;
  private static final double MEAN_GAP_MILLIS = 30_000;
  private static final double ORDER_SHARE = 0.03;

  /** All beacons in the order of their arrival, in one buffer as a fetch or a file gives them. */
  private final byte[] buffer;

  private final int[] ends = new int[BEACONS];

  Workload(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(new Session(random));
    }
    StringBuilder json = new StringBuilder();
    int beacon = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (Session session : sessions) {
        for (int i = 0; i < BEACONS_OF_ROUND; i++) {
          json.append(session.next(random));
          ends[beacon++] = json.length();
        }
      }
    }
    buffer = json.toString().getBytes(US_ASCII);
  }

  static BeaconRules rules() {
    return BeaconRules.of(
        10_000_000 * Micros.PER_UNIT,
        List.of(),
        new Enrichment("USD", Map.of(), Map.of(), Optional.empty()));
  }

  /** Decodes the beacon that arrives as number {@code index}, from 0. */
  BeaconRecord decode(BeaconDecoder decoder, int index) {
    return (BeaconRecord) decoder.decodeLine(buffer, start(index), ends[index]);
  }

  /** Bytes of JSON in the beacon of this number. */
  int length(int index) {
    return ends[index] - start(index);
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  private static final class Session {
    private final String sessionId;
    private final String visitorId;
    private final String mentions;
    private long timestamp;

    Session(SplittableRandom random) {
      sessionId = uuid(random);
      visitorId = uuid(random);
      timestamp = START + random.nextLong(600_000);
      mentions =
          "[{\"experiment\":\"search_ranking\",\"variant\":\""
              + (random.nextBoolean() ? "control" : "semantic")
              + "\"},{\"experiment\":\"product_page\",\"variant\":\""
              + (random.nextBoolean() ? "control" : "gallery")
              + "\"}]";
    }

    String next(SplittableRandom random) {
      timestamp += (long) (-Math.log(1 - random.nextDouble()) * MEAN_GAP_MILLIS);
      String detail;
      double kind = random.nextDouble();
      if (kind < 0.5) {
        long load = 400L + random.nextInt(1600);
        detail =
            "\"pageView\",\"performance\":{\"page_load\":"
                + load
                + ",\"ttfb\":"
                + load / 8
                + ",\"lcp\":"
                + load * 3 / 4
                + "}";
      } else if (kind < 0.5 + ORDER_SHARE) {
        detail =
            "\"order\",\"order\":{\"id\":\""
                + random.nextInt(100_000_000)
                + "\",\"revenue\":\""
                + (10 + random.nextInt(90))
                + ".99\",\"units\":"
                + (1 + random.nextInt(3))
                + "}";
      } else {
        detail = "\"event\",\"event\":{\"name\":\"scroll\",\"value\":" + random.nextInt(100) + "}";
      }
      return "{\"beaconId\":\""
          + uuid(random)
          + "\",\"sessionId\":\""
          + sessionId
          + "\",\"visitorId\":\""
          + visitorId
          + "\",\"timestamp\":"
          + timestamp
          + ",\"receivedAt\":"
          + (timestamp + 150)
          + ",\"site\":\"shop\",\"assigned\":"
          + mentions
          + ",\"type\":"
          + detail
          + "}";
    }

    private static String uuid(SplittableRandom random) {
      return new UUID(random.nextLong(), random.nextLong()).toString();
    }
  }
}
