package org.variometer.rolling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;

/**
 * One window that moves over the minutes: who was last seen when, and for each key how many in
 * which minute. Immutable; a {@link Step} leads to the next.
 */
final class RollingWindow {
  private final int minutes;
  private final LastSeen lastSeen;
  private final Map<MetricKey, Ring> rings;

  private RollingWindow(int minutes, LastSeen lastSeen, Map<MetricKey, Ring> rings) {
    this.minutes = minutes;
    this.lastSeen = lastSeen;
    this.rings = rings;
  }

  static RollingWindow empty(int minutes) {
    return new RollingWindow(minutes, LastSeen.EMPTY, Map.of());
  }

  int minutes() {
    return minutes;
  }

  /** At most this many pairs of visitor and key are held. */
  int size() {
    return lastSeen.size();
  }

  /** How many visitors are in the window: those of all visits, site by site. */
  long visitors() {
    return visitors(rings);
  }

  private static long visitors(Map<MetricKey, Ring> rings) {
    return rings.entrySet().stream()
        .filter(ring -> ring.getKey().population() == Population.ALL)
        .mapToLong(ring -> ring.getValue().total())
        .sum();
  }

  Step step() {
    return new Step();
  }

  void writeTo(ByteWriter out) {
    lastSeen.writeTo(out);
    out.writeUnsigned(rings.size());
    new TreeMap<>(rings)
        .forEach(
            (key, ring) -> {
              key.writeTo(out);
              ring.writeTo(out);
            });
  }

  static RollingWindow readFrom(ByteReader in, int minutes) {
    LastSeen lastSeen = LastSeen.readFrom(in);
    Map<MetricKey, Ring> rings = new HashMap<>();
    int number = in.readCount();
    for (int i = 0; i < number; i++) {
      rings.put(MetricKey.readFrom(in), Ring.readFrom(in, minutes));
    }
    return new RollingWindow(minutes, lastSeen, rings);
  }

  /** The work of one step. Rings are copied when first touched. */
  final class Step {
    private final LastSeen.Update update = lastSeen.update();
    private final Map<MetricKey, Ring> stepped = new HashMap<>(rings);
    private final Map<MetricKey, Ring> own = new HashMap<>();

    /** The minute in which {@code thing} was last seen, if that is {@code oldest} or later. */
    int minute(long thing, int oldest) {
      int minute = update.minute(thing);
      return minute >= oldest ? minute : LastSeen.NEVER;
    }

    void see(long thing, int minute) {
      update.put(thing, minute);
    }

    /** The ring of {@code key}, to be changed. */
    Ring ring(MetricKey key) {
      Ring ring = own.get(key);
      if (ring == null) {
        Ring known = stepped.get(key);
        ring = known == null ? new Ring(minutes) : known.copy();
        own.put(key, ring);
        stepped.put(key, ring);
      }
      return ring;
    }

    /** The keys of which anybody is in the window. */
    List<MetricKey> keys() {
      return new ArrayList<>(stepped.keySet());
    }

    boolean isEmpty() {
      return stepped.isEmpty();
    }

    long visitors() {
      return RollingWindow.visitors(stepped);
    }

    long sum(MetricKey key, int epochMinute, int ofMinutes) {
      Ring ring = stepped.get(key);
      return ring == null ? 0 : ring.sum(epochMinute, ofMinutes);
    }

    /** Lets {@code epochMinute} leave the window; keys without anybody left go too. */
    void forget(int epochMinute) {
      for (MetricKey key : keys()) {
        if (stepped.get(key).sum(epochMinute + 1, 1) != 0) {
          ring(key).clear(epochMinute);
        }
        if (stepped.get(key).total() == 0) {
          stepped.remove(key);
          own.remove(key);
        }
      }
    }

    RollingWindow build(int oldest) {
      return new RollingWindow(minutes, update.build(oldest), stepped);
    }
  }
}
