package org.variometer.rolling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.openhft.hashing.LongHashFunction;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.MetricKey;

/**
 * The visitors whom the exact window has no room for: for each key and minute a HyperLogLog of
 * those seen in it. Immutable; a {@link Step} leads to the next.
 */
final class SketchWindow {
  static final SketchWindow EMPTY = new SketchWindow(Map.of());

  private static final LongHashFunction XX_HASH = LongHashFunction.xx();

  private static final int LOG_REGISTERS = 11;

  /** The standard deviation of an estimate, relative to it (HyperLogLog, Flajolet et al. 2007). */
  static final double RELATIVE_ERROR = 1.04 / Math.sqrt(1 << LOG_REGISTERS);

  private final Map<MetricKey, SortedMap<Integer, HllSketch>> minutesByKey;

  private SketchWindow(Map<MetricKey, SortedMap<Integer, HllSketch>> minutesByKey) {
    this.minutesByKey = minutesByKey;
  }

  boolean isEmpty() {
    return minutesByKey.isEmpty();
  }

  Step step() {
    return new Step();
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(minutesByKey.size());
    new TreeMap<>(minutesByKey)
        .forEach(
            (key, minutes) -> {
              key.writeTo(out);
              out.writeUnsigned(minutes.size());
              minutes.forEach(
                  (minute, sketch) -> {
                    out.writeUnsigned(minute);
                    write(sketch, out);
                  });
            });
  }

  static SketchWindow readFrom(ByteReader in) {
    Map<MetricKey, SortedMap<Integer, HllSketch>> minutesByKey = new HashMap<>();
    int keys = in.readCount();
    for (int k = 0; k < keys; k++) {
      MetricKey key = MetricKey.readFrom(in);
      SortedMap<Integer, HllSketch> minutes = new TreeMap<>();
      int number = in.readCount();
      for (int m = 0; m < number; m++) {
        minutes.put(in.readInt(), read(in));
      }
      minutesByKey.put(key, minutes);
    }
    return new SketchWindow(minutesByKey);
  }

  private static void write(HllSketch sketch, ByteWriter out) {
    byte[] bytes = sketch.toCompactByteArray();
    out.writeBlock(bytes);
    out.writeLong(XX_HASH.hashBytes(bytes));
  }

  /** The sketch's own reader trusts its bytes and reads beyond their end: they are checked here. */
  private static HllSketch read(ByteReader in) {
    byte[] bytes = in.readBlock();
    if (in.readLong() != XX_HASH.hashBytes(bytes)) {
      throw new IllegalArgumentException("kept bytes of a sketch are damaged");
    }
    return HllSketch.heapify(bytes);
  }

  /** The work of one step. What is changed is copied first. */
  final class Step {
    private final Map<MetricKey, SortedMap<Integer, HllSketch>> stepped =
        new HashMap<>(minutesByKey);
    private final Map<MetricKey, Map<Integer, HllSketch>> own = new HashMap<>();

    void see(MetricKey key, int minute, long visitor) {
      own.computeIfAbsent(key, k -> new HashMap<>())
          .computeIfAbsent(minute, m -> ownSketch(key, m))
          .update(visitor);
    }

    private HllSketch ownSketch(MetricKey key, int minute) {
      SortedMap<Integer, HllSketch> minutes =
          new TreeMap<>(stepped.getOrDefault(key, new TreeMap<>()));
      HllSketch known = minutes.get(minute);
      HllSketch sketch =
          known == null ? new HllSketch(LOG_REGISTERS, TgtHllType.HLL_8) : known.copy();
      minutes.put(minute, sketch);
      stepped.put(key, minutes);
      return sketch;
    }

    List<MetricKey> keys() {
      return new ArrayList<>(stepped.keySet());
    }

    boolean isEmpty() {
      return stepped.isEmpty();
    }

    /** About how many were seen in the {@code ofMinutes} minutes before {@code epochMinute}. */
    long estimate(MetricKey key, int epochMinute, int ofMinutes) {
      SortedMap<Integer, HllSketch> minutes = stepped.get(key);
      if (minutes == null) {
        return 0;
      }
      Union union = new Union(LOG_REGISTERS);
      minutes.subMap(epochMinute - ofMinutes, epochMinute).values().forEach(union::update);
      return Math.round(union.getEstimate());
    }

    /** Lets the minutes before {@code oldest} leave the window. */
    void forget(int oldest) {
      for (MetricKey key : keys()) {
        SortedMap<Integer, HllSketch> minutes = stepped.get(key);
        if (minutes.firstKey() < oldest) {
          SortedMap<Integer, HllSketch> left = new TreeMap<>(minutes.tailMap(oldest));
          if (left.isEmpty()) {
            stepped.remove(key);
          } else {
            stepped.put(key, left);
          }
        }
      }
    }

    SketchWindow build() {
      return new SketchWindow(stepped);
    }
  }
}
