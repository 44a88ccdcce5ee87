package org.variometer.local;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.roaringbitmap.RoaringBitmap;
import org.variometer.beacon.Mention;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;

/**
 * The exact sets of visitors behind the unique and exposure metrics (spec §4), visitors being
 * numbered. Only adds: for sessions that are complete.
 */
final class VisitorSets {
  private static final int HOURS_OF_DAY = 24;

  private final Numbers numbers;
  private final Map<MetricKey, Map<Integer, RoaringBitmap>> seenByHour = new HashMap<>();
  private final Map<MetricKey, Map<Integer, RoaringBitmap>> exposedByDay = new HashMap<>();

  /** Numbers visitors from 0, for sets that are filled side by side. */
  static final class Numbers {
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    int of(String visitorId) {
      Integer known = numbers.get(visitorId);
      return known != null
          ? known
          : numbers.computeIfAbsent(visitorId, id -> next.getAndIncrement());
    }
  }

  VisitorSets(Numbers numbers) {
    this.numbers = numbers;
  }

  void seen(MetricKey key, int epochHour, String visitorId) {
    add(seenByHour, key, epochHour, visitorId);
  }

  void exposed(MetricKey key, int epochDay, String visitorId) {
    add(exposedByDay, key, epochDay, visitorId);
  }

  void addAll(VisitorSets other) {
    unite(other.seenByHour, seenByHour);
    unite(other.exposedByDay, exposedByDay);
  }

  /** Distinct visitors by key and bucket (hours or days since the epoch), in order. */
  SortedMap<MetricKey, SortedMap<Integer, Long>> uniqueVisitors(Granularity granularity) {
    int hours = granularity == Granularity.DAY ? HOURS_OF_DAY : 1;
    SortedMap<MetricKey, SortedMap<Integer, Long>> counts = new TreeMap<>();
    seenByHour.forEach(
        (key, byHour) -> {
          Map<Integer, RoaringBitmap> byBucket = new HashMap<>();
          byHour.forEach((hour, set) -> setOf(byBucket, hour / hours).or(set));
          SortedMap<Integer, Long> ofKey = new TreeMap<>();
          byBucket.forEach((bucket, set) -> ofKey.put(bucket, set.getLongCardinality()));
          counts.put(key, ofKey);
        });
    return counts;
  }

  /** Visitors with more than one variant of an experiment by experiment and day, in order. */
  SortedMap<MetricKey, SortedMap<Integer, Long>> multiplyExposedVisitors() {
    Map<MetricKey, Map<Integer, RoaringBitmap>> once = new HashMap<>();
    Map<MetricKey, Map<Integer, RoaringBitmap>> severalTimes = new HashMap<>();
    exposedByDay.forEach(
        (variantKey, byDay) -> {
          MetricKey key =
              new MetricKey(
                  variantKey.site(),
                  variantKey.experiment(),
                  Mention.MULTIPLE,
                  Population.ASSIGNED);
          byDay.forEach(
              (day, set) -> {
                RoaringBitmap known = setOf(once.computeIfAbsent(key, k -> new HashMap<>()), day);
                setOf(severalTimes.computeIfAbsent(key, k -> new HashMap<>()), day)
                    .or(RoaringBitmap.and(known, set));
                known.or(set);
              });
        });
    SortedMap<MetricKey, SortedMap<Integer, Long>> counts = new TreeMap<>();
    severalTimes.forEach(
        (key, byDay) -> {
          SortedMap<Integer, Long> ofKey = new TreeMap<>();
          byDay.forEach((day, set) -> ofKey.put(day, set.getLongCardinality()));
          counts.put(key, ofKey);
        });
    return counts;
  }

  private void add(
      Map<MetricKey, Map<Integer, RoaringBitmap>> sets, MetricKey key, int bucket, String visitor) {
    setOf(sets.computeIfAbsent(key, k -> new HashMap<>()), bucket).add(numbers.of(visitor));
  }

  private static void unite(
      Map<MetricKey, Map<Integer, RoaringBitmap>> from,
      Map<MetricKey, Map<Integer, RoaringBitmap>> into) {
    from.forEach(
        (key, byBucket) -> {
          Map<Integer, RoaringBitmap> known = into.computeIfAbsent(key, k -> new HashMap<>());
          byBucket.forEach((bucket, set) -> setOf(known, bucket).or(set));
        });
  }

  private static RoaringBitmap setOf(Map<Integer, RoaringBitmap> sets, int bucket) {
    return sets.computeIfAbsent(bucket, b -> new RoaringBitmap());
  }
}
