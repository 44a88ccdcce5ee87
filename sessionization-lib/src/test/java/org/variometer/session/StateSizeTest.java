package org.variometer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconType;
import org.variometer.beacon.Mention;
import org.variometer.beacon.Performance;
import org.variometer.beacon.SessionKey;

/** A session of 20 beacons takes at most 400 bytes without its key. */
class StateSizeTest {
  private static final int SESSIONS = 500;
  private static final int MAX_BYTES = 400;

  @Test
  void twentyBeaconsWithTwoExperimentsAndLoadTimesOnPageViewsTakeAtMost400Bytes() {
    Random random = new Random(20);
    int[] sizes = new int[SESSIONS];
    for (int i = 0; i < SESSIONS; i++) {
      sizes[i] = new SessionCodec().encode(session(random)).length;
    }
    assertThat(Arrays.stream(sizes).max().orElseThrow()).isBetween(200, MAX_BYTES);
  }

  @Test
  void aQuarantinedSessionShrinksToAMarker() {
    SessionState quarantined =
        new SessionState(List.of(Piece.quarantined(1_763_661_600_000L, 1_763_661_600_500L, 6000)));
    assertThat(new SessionCodec().encode(quarantined)).hasSizeLessThan(16);
  }

  /** Half of the beacons are page views, 30 seconds apart on average. */
  private static SessionState session(Random random) {
    String visitor = new UUID(random.nextLong(), random.nextLong()).toString();
    List<Mention> assigned =
        List.of(new Mention("product_page", "gallery"), new Mention("search_ranking", "semantic"));
    List<BeaconRecord> records = new ArrayList<>();
    long timestamp = 1_763_661_600_000L;
    for (int i = 0; i < 20; i++) {
      timestamp += (long) (-Math.log(1 - random.nextDouble()) * 30_000);
      boolean pageView = i % 2 == 0;
      double load = 400 + random.nextInt(1600);
      double[] times = {
        load, Math.floor(load / 8), Double.NaN, Math.floor(load * 0.75), Double.NaN
      };
      Beacon beacon =
          new Beacon(
              random.nextLong(),
              timestamp,
              pageView ? BeaconType.PAGE_VIEW : BeaconType.EVENT,
              visitor,
              assigned,
              List.of(),
              null,
              null,
              pageView ? Performance.of(times) : Performance.NONE);
      records.add(new BeaconRecord(new SessionKey("shop", "s"), timestamp + 150, beacon, 0));
    }
    return new SessionMerger(SessionRules.stream(5000)).merge(SessionState.EMPTY, records).merged();
  }
}
