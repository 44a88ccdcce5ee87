package org.variometer.beacon;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.variometer.json.Utf8;

/**
 * The normalised facts of one beacon (spec §2), without the session that it belongs to.
 *
 * @param id the beacon's identity: unsigned 64-bit xxHash, seed 0, of the beaconId's UTF-8
 * @param timestamp client event time, ms since the epoch
 * @param type an unknown type is {@link BeaconType#EVENT}
 * @param visitorId the visitor, hashed where configured
 * @param assigned mentions in {@code assigned}: sorted, distinct
 * @param qualified mentions in {@code qualified}: sorted, distinct
 * @param order null but for {@link BeaconType#ORDER}
 * @param event null unless the beacon reports an event that a custom metric declares
 * @param performance load times, {@link Performance#NONE} if there are none
 */
public record Beacon(
    long id,
    long timestamp,
    BeaconType type,
    String visitorId,
    List<Mention> assigned,
    List<Mention> qualified,
    Order order,
    Event event,
    Performance performance)
    implements Comparable<Beacon> {

  /** Checks that details fit the type; copies lists that are not immutable. */
  public Beacon {
    assigned = List.copyOf(assigned);
    qualified = List.copyOf(qualified);
    if ((order != null) != (type == BeaconType.ORDER)) {
      throw new IllegalArgumentException("an order belongs to type order and to no other");
    }
    if (event != null && type != BeaconType.EVENT) {
      throw new IllegalArgumentException("an event belongs to type event alone");
    }
  }

  /** The order of beacons in a session: by timestamp, then by unsigned identity. */
  @Override
  public int compareTo(Beacon other) {
    int byTime = Long.compare(timestamp, other.timestamp);
    return byTime != 0 ? byTime : Long.compareUnsigned(id, other.id);
  }

  /**
   * Which of two beacons with one identity stands: the lower by timestamp, then by facts (spec §2).
   */
  public Beacon standing(Beacon other) {
    int byTime = Long.compare(timestamp, other.timestamp);
    return (byTime != 0 ? byTime : compareFacts(other)) <= 0 ? this : other;
  }

  private int compareFacts(Beacon other) {
    int c = type.compareTo(other.type);
    if (c == 0) {
      c = Utf8.compare(visitorId, other.visitorId);
    }
    if (c == 0) {
      c = compareMentions(assigned, other.assigned);
    }
    if (c == 0) {
      c = compareMentions(qualified, other.qualified);
    }
    if (c == 0 && order != null) {
      c = compareOrders(order, other.order);
    }
    if (c == 0) {
      c = compareEvents(event, other.event);
    }
    if (c == 0) {
      c = performance.compareTo(other.performance);
    }
    return c != 0 ? c : compareDeclarations(event, other.event);
  }

  /** Between copies that arrived under different declarations something has to decide, always. */
  private static int compareDeclarations(Event a, Event b) {
    return a == null ? 0 : Arrays.compare(declarations(a), declarations(b));
  }

  private static CustomMetric[] declarations(Event event) {
    return event.metrics().toArray(CustomMetric[]::new);
  }

  private static int compareMentions(List<Mention> a, List<Mention> b) {
    int length = Math.min(a.size(), b.size());
    for (int i = 0; i < length; i++) {
      int c = a.get(i).compareTo(b.get(i));
      if (c != 0) {
        return c;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareOrders(Order a, Order b) {
    int c = Utf8.compare(a.id(), b.id());
    if (c == 0) {
      c = Long.compare(a.revenue(), b.revenue());
    }
    return c != 0 ? c : Integer.compare(a.units(), b.units());
  }

  private static int compareEvents(Event a, Event b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    int c = Utf8.compare(a.name(), b.name());
    return c != 0 ? c : compareValues(a.value(), b.value());
  }

  private static int compareValues(OptionalLong a, OptionalLong b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Boolean.compare(a.isPresent(), b.isPresent());
    }
    return Long.compare(a.getAsLong(), b.getAsLong());
  }
}
