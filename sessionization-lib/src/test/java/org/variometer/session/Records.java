package org.variometer.session;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconType;
import org.variometer.beacon.Mention;
import org.variometer.beacon.Order;
import org.variometer.beacon.Performance;
import org.variometer.beacon.SessionKey;

/** Beacons and records of one session, each in a line. */
public final class Records {
  /** The session of all of them. */
  public static final SessionKey SESSION = new SessionKey("shop", "s1");

  /** When things begin: noon, UTC. */
  public static final long NOON = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();

  /** In ms. */
  public static final long MINUTE = 60_000;

  /** The greatest gap in a visit, and in a piece of the stream: 35 minutes. */
  public static final long GAP = 35 * MINUTE;

  private Records() {}

  /** A page view of visitor v1. */
  public static Beacon page(long id, long timestamp) {
    return page(id, timestamp, "v1");
  }

  /** A page view. */
  public static Beacon page(long id, long timestamp, String visitor, Mention... assigned) {
    return beacon(id, timestamp, BeaconType.PAGE_VIEW, visitor, null, List.of(assigned));
  }

  /** An order of one unit. */
  public static Beacon order(long id, long timestamp, String orderId, long revenue) {
    return beacon(id, timestamp, BeaconType.ORDER, "v1", new Order(orderId, revenue, 1), List.of());
  }

  /** A beacon that reports an error. */
  public static Beacon error(long id, long timestamp) {
    return beacon(id, timestamp, BeaconType.ERROR, "v1", null, List.of());
  }

  /** The beacon, arrived when it happened. */
  public static BeaconRecord inTime(Beacon beacon) {
    return arrived(beacon, beacon.timestamp());
  }

  /** The beacon, arrived then. */
  public static BeaconRecord arrived(Beacon beacon, long arrival) {
    return new BeaconRecord(SESSION, arrival, beacon, 0);
  }

  /** Page views of distinct identities, a second apart, arrived in time. */
  public static List<BeaconRecord> pages(int count) {
    BeaconRecord[] records = new BeaconRecord[count];
    Arrays.setAll(records, i -> inTime(page(i + 1, NOON + 1000L * i)));
    return List.of(records);
  }

  private static Beacon beacon(
      long id,
      long timestamp,
      BeaconType type,
      String visitor,
      Order order,
      List<Mention> assigned) {
    return new Beacon(
        id, timestamp, type, visitor, assigned, List.of(), order, null, Performance.NONE);
  }
}
