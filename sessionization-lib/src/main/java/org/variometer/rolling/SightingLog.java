package org.variometer.rolling;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import net.openhft.hashing.LongHashFunction;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.MetricKey;
import org.variometer.metric.SightingSink;

/**
 * Who was seen when and under which keys, compactly: visitors as 64-bit hashes (two of five million
 * visitors share one with probability 7e-7), the sets of keys, which are few, said once. Immutable.
 */
public final class SightingLog {
  /** Nobody seen. */
  public static final SightingLog EMPTY =
      new SightingLog(List.of(), new long[0], new int[0], new int[0]);

  /**
   * What a visitor is seen under at once.
   *
   * @param keys keys with an attributed beacon
   * @param variants variants mentioned
   */
  record Views(List<MetricKey> keys, List<MetricKey> variants) {
    void writeTo(ByteWriter out) {
      out.writeAll(keys, MetricKey::writeTo);
      out.writeAll(variants, MetricKey::writeTo);
    }

    static Views readFrom(ByteReader in) {
      return new Views(in.readAll(MetricKey::readFrom), in.readAll(MetricKey::readFrom));
    }
  }

  private final List<Views> views;
  private final long[] visitors;
  private final int[] minutes;
  private final int[] viewsOf;

  private SightingLog(List<Views> views, long[] visitors, int[] minutes, int[] viewsOf) {
    this.views = views;
    this.visitors = visitors;
    this.minutes = minutes;
    this.viewsOf = viewsOf;
  }

  /** The number of sightings. */
  public int size() {
    return visitors.length;
  }

  long visitor(int index) {
    return visitors[index];
  }

  int minute(int index) {
    return minutes[index];
  }

  /** The place of the sighting's views in {@link #views()}. */
  int viewsOf(int index) {
    return viewsOf[index];
  }

  List<Views> views() {
    return views;
  }

  /** Collects sightings. For one thread. */
  public static final class Builder implements SightingSink {
    private static final LongHashFunction XX_HASH = LongHashFunction.xx();

    private final Map<Views, Integer> indexes = new HashMap<>();
    private final List<Views> views = new ArrayList<>();
    private long[] visitors = new long[16];
    private int[] minutes = new int[16];
    private int[] viewsOf = new int[16];
    private int size;

    @Override
    public void seen(
        String visitorId, int epochMinute, List<MetricKey> keys, List<MetricKey> variants) {
      add(XX_HASH.hashBytes(visitorId.getBytes(UTF_8)), epochMinute, new Views(keys, variants));
    }

    private void add(long visitor, int epochMinute, Views seen) {
      ensure(size + 1);
      visitors[size] = visitor;
      minutes[size] = epochMinute;
      viewsOf[size] = indexOf(seen);
      size++;
    }

    private int indexOf(Views seen) {
      Integer known = indexes.putIfAbsent(seen, views.size());
      if (known == null) {
        views.add(seen);
        return views.size() - 1;
      }
      return known;
    }

    /** Adds all sightings of {@code log}. */
    public void addAll(SightingLog log) {
      int[] known = new int[log.views.size()];
      for (int v = 0; v < known.length; v++) {
        known[v] = indexOf(log.views.get(v));
      }
      ensure(size + log.size());
      for (int i = 0; i < log.size(); i++) {
        visitors[size] = log.visitors[i];
        minutes[size] = log.minutes[i];
        viewsOf[size] = known[log.viewsOf[i]];
        size++;
      }
    }

    private void ensure(int expected) {
      if (expected > visitors.length) {
        int capacity = Math.max(expected, 2 * visitors.length);
        visitors = Arrays.copyOf(visitors, capacity);
        minutes = Arrays.copyOf(minutes, capacity);
        viewsOf = Arrays.copyOf(viewsOf, capacity);
      }
    }

    /** What was collected. */
    public SightingLog build() {
      return size == 0
          ? EMPTY
          : new SightingLog(
              List.copyOf(views),
              Arrays.copyOf(visitors, size),
              Arrays.copyOf(minutes, size),
              Arrays.copyOf(viewsOf, size));
    }
  }

  /** Divides the sightings into {@code parts} logs so that a visitor's are in one. */
  public SightingLog[] splitByVisitor(int parts) {
    // The high bits: the low ones choose the slot in a table.
    return split(parts, i -> (int) ((visitors[i] >>> 40) % parts));
  }

  /** Divides the sightings by minute. */
  SortedMap<Integer, SightingLog> splitByMinute() {
    int[] distinct = Arrays.stream(minutes).distinct().sorted().toArray();
    SortedMap<Integer, SightingLog> byMinute = new TreeMap<>();
    if (distinct.length == 1) {
      byMinute.put(distinct[0], this);
      return byMinute;
    }
    SightingLog[] parts = split(distinct.length, i -> Arrays.binarySearch(distinct, minutes[i]));
    for (int p = 0; p < parts.length; p++) {
      byMinute.put(distinct[p], parts[p]);
    }
    return byMinute;
  }

  private SightingLog[] split(int parts, IntUnaryOperator partOf) {
    int[] sizes = new int[parts];
    for (int i = 0; i < size(); i++) {
      sizes[partOf.applyAsInt(i)]++;
    }
    SightingLog[] logs = new SightingLog[parts];
    for (int p = 0; p < parts; p++) {
      logs[p] =
          sizes[p] == 0
              ? EMPTY
              : new SightingLog(views, new long[sizes[p]], new int[sizes[p]], new int[sizes[p]]);
    }
    int[] next = new int[parts];
    for (int i = 0; i < size(); i++) {
      int part = partOf.applyAsInt(i);
      logs[part].visitors[next[part]] = visitors[i];
      logs[part].minutes[next[part]] = minutes[i];
      logs[part].viewsOf[next[part]] = viewsOf[i];
      next[part]++;
    }
    return logs;
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeAll(views, Views::writeTo);
    out.writeUnsigned(size());
    for (int i = 0; i < size(); i++) {
      out.writeLong(visitors[i]);
      out.writeUnsigned(minutes[i]);
      out.writeUnsigned(viewsOf[i]);
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SightingLog readFrom(ByteReader in) {
    List<Views> views = in.readAll(Views::readFrom);
    int size = in.readCount();
    SightingLog log = new SightingLog(views, new long[size], new int[size], new int[size]);
    for (int i = 0; i < size; i++) {
      log.visitors[i] = in.readLong();
      log.minutes[i] = in.readInt();
      log.viewsOf[i] = in.readIndex(views.size());
    }
    return log;
  }
}
