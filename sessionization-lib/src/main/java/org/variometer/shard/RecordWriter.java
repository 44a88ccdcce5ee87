package org.variometer.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.Event;
import org.variometer.beacon.Mention;
import org.variometer.beacon.Order;
import org.variometer.beacon.Performance;
import org.variometer.beacon.PerformanceName;
import org.variometer.codec.ByteWriter;

/**
 * Writes records one behind the other, each behind its session's hash and key, so that they can be
 * grouped before they are read. What many records share is said once, in front of all. {@link
 * RecordReader} is its mirror. For one thread and one use.
 */
final class RecordWriter {
  static final int PERFORMANCE_NAMES = PerformanceName.values().length;

  /** Load times mostly are short decimals: as many parts of a millisecond are told exactly. */
  static final double PARTS = 1000;

  private static final Comparator<List<Mention>> BY_MENTIONS =
      (a, b) -> Arrays.compare(a.toArray(Mention[]::new), b.toArray(Mention[]::new));

  private final List<List<Mention>> mentionSets = new ArrayList<>();

  /** Ordered: names chosen to collide cost the logarithm of their number. */
  private final Map<List<Mention>, Integer> mentionIndexes = new TreeMap<>(BY_MENTIONS);

  /** The decoder mostly gives the same list for the same text. */
  private final IdentityHashMap<List<Mention>, Integer> knownLists = new IdentityHashMap<>();

  /** By their form without a value, which they share. */
  private final Map<Event, Integer> events = new LinkedHashMap<>();

  private final ByteWriter entries = new ByteWriter(1024);
  private final ByteWriter record = new ByteWriter(256);

  /** Adds a record of the session of this key. */
  void add(long hash, ByteWriter key, BeaconRecord added) {
    record.clear();
    write(added);
    entries.writeLong(hash);
    entries.writeBlock(key);
    entries.writeBlock(record);
  }

  private void write(BeaconRecord added) {
    Beacon beacon = added.beacon();
    record.writeUnsigned(added.arrival());
    record.writeUnsigned(added.ignoredPerformance());
    record.writeLong(beacon.id());
    record.writeSigned(added.arrival() - beacon.timestamp());
    record.writeUnsigned(beacon.type().code());
    record.writeId(beacon.visitorId());
    record.writeUnsigned(indexOf(beacon.assigned()));
    record.writeUnsigned(indexOf(beacon.qualified()));
    if (beacon.order() != null) {
      write(beacon.order());
    }
    record.writeUnsigned(beacon.event() == null ? 0 : 1);
    if (beacon.event() != null) {
      write(beacon.event());
    }
    write(beacon.performance());
  }

  private void write(Order order) {
    record.writeId(order.id());
    record.writeUnsigned(order.revenue());
    record.writeUnsigned(order.units());
  }

  private void write(Event event) {
    Event shared = new Event(event.name(), OptionalLong.empty(), event.metrics());
    Integer known = events.putIfAbsent(shared, events.size());
    record.writeUnsigned(known == null ? events.size() - 1 : known);
    record.writeUnsigned(event.value().isPresent() ? 1 : 0);
    if (event.value().isPresent()) {
      record.writeSigned(event.value().getAsLong());
    }
  }

  private void write(Performance performance) {
    int present = 0;
    if (!performance.isEmpty()) {
      for (int name = 0; name < PERFORMANCE_NAMES; name++) {
        present |= Double.isNaN(performance.value(name)) ? 0 : 1 << name;
      }
    }
    record.writeUnsigned(present);
    for (int name = 0; name < PERFORMANCE_NAMES; name++) {
      if ((present & 1 << name) != 0) {
        writeMillis(performance.value(name));
      }
    }
  }

  /** An even number is parts of a millisecond; before 64 bits of a double stands 1. */
  private void writeMillis(double millis) {
    long parts = Math.round(millis * PARTS);
    if (parts / PARTS == millis) {
      record.writeUnsigned(parts << 1);
    } else {
      record.writeUnsigned(1);
      record.writeLong(Double.doubleToRawLongBits(millis));
    }
  }

  private int indexOf(List<Mention> mentions) {
    Integer known = knownLists.get(mentions);
    if (known == null) {
      known = mentionIndexes.putIfAbsent(mentions, mentionSets.size());
      if (known == null) {
        known = mentionSets.size();
        mentionSets.add(mentions);
      }
      knownLists.put(mentions, known);
    }
    return known;
  }

  /** All that was added. */
  byte[] toByteArray() {
    ByteWriter out = new ByteWriter(entries.length() + 256);
    out.writeAll(mentionSets, RecordWriter::writeMentions);
    out.writeAll(events.keySet(), RecordWriter::writeShared);
    out.writeBytes(entries);
    return out.toByteArray();
  }

  private static void writeMentions(List<Mention> mentions, ByteWriter out) {
    out.writeAll(
        mentions,
        (mention, each) -> {
          each.writeText(mention.experiment());
          each.writeText(mention.variant());
        });
  }

  private static void writeShared(Event event, ByteWriter out) {
    out.writeText(event.name());
    out.writeAll(
        event.metrics(),
        (metric, each) -> {
          each.writeText(metric.name());
          each.writeText(metric.event());
          each.writeUnsigned(metric.measure().code());
        });
  }
}
