package org.variometer.visitor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.variometer.beacon.Mention;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.Bucket;
import org.variometer.metric.BucketTotals;
import org.variometer.metric.Granularity;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;

/**
 * What a visitor's visits contribute on a UTC day, by key: all that is known, or a change of it. A
 * mutable accumulator for one thread.
 */
public final class VisitorDay {
  private static final int HOURS = 24;
  private static final VisitorEntry NOTHING = new VisitorEntry();

  private final Map<MetricKey, VisitorEntry> byKey = new HashMap<>();

  /** What is kept under a key, to be added to. */
  public VisitorEntry entry(MetricKey key) {
    return byKey.computeIfAbsent(key, k -> new VisitorEntry());
  }

  /** What is kept by key; to be left alone. */
  public Map<MetricKey, VisitorEntry> byKey() {
    return byKey;
  }

  /** Adds all of {@code other}. */
  public void addAll(VisitorDay other) {
    other.byKey.forEach((key, entry) -> entry(key).addAll(entry));
  }

  /**
   * Adds a change, and tells what that does to the numbers of visitors: those seen in each hour and
   * on the day, and those of more than one variant of an experiment.
   *
   * @param key whose day this is
   * @param change what is added
   * @param numbers takes the differences, under {@link MeasureIds#UNIQUE_VISITORS} and {@link
   *     MeasureIds#MULTIPLE_EXPOSURE_VISITORS}
   */
  public void apply(VisitorDayKey key, VisitorDay change, BucketTotals numbers) {
    Map<MetricKey, Integer> variantsBefore = new HashMap<>();
    Set<MetricKey> experiments = new HashSet<>();
    change.byKey.forEach(
        (changed, entry) -> {
          if (entry.mentions() != 0 && experiments.add(experimentOf(changed))) {
            variantsBefore.put(experimentOf(changed), variantsOf(experimentOf(changed)));
          }
        });
    change.byKey.forEach((changed, entry) -> apply(key.epochDay(), changed, entry, numbers));
    for (MetricKey experiment : experiments) {
      addSwitch(
          new Bucket(experiment, Granularity.DAY, key.epochDay()),
          MeasureIds.MULTIPLE_EXPOSURE_VISITORS,
          variantsBefore.get(experiment) > 1,
          variantsOf(experiment) > 1,
          numbers);
    }
  }

  private void apply(int epochDay, MetricKey key, VisitorEntry change, BucketTotals numbers) {
    VisitorEntry known = byKey.get(key);
    VisitorEntry before = known == null ? NOTHING : known.copy();
    VisitorEntry after = entry(key);
    after.addAll(change);
    for (int hour : change.hours().keySet()) {
      addSwitch(
          new Bucket(key, Granularity.HOUR, epochDay * HOURS + hour),
          MeasureIds.UNIQUE_VISITORS,
          before.isSeen(hour),
          after.isSeen(hour),
          numbers);
    }
    addSwitch(
        new Bucket(key, Granularity.DAY, epochDay),
        MeasureIds.UNIQUE_VISITORS,
        before.isSeen(),
        after.isSeen(),
        numbers);
  }

  private static void addSwitch(
      Bucket bucket, int measure, boolean before, boolean after, BucketTotals numbers) {
    if (before != after) {
      numbers.add(bucket, measure, after ? 1 : -1);
    }
  }

  /** How many variants of an experiment the visits of the day mention. */
  private int variantsOf(MetricKey experiment) {
    int variants = 0;
    for (Map.Entry<MetricKey, VisitorEntry> entry : byKey.entrySet()) {
      variants +=
          entry.getValue().mentions() > 0 && experimentOf(entry.getKey()).equals(experiment)
              ? 1
              : 0;
    }
    return variants;
  }

  private static MetricKey experimentOf(MetricKey key) {
    return new MetricKey(key.site(), key.experiment(), Mention.MULTIPLE, Population.ASSIGNED);
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(byKey.size());
    byKey.forEach(
        (key, entry) -> {
          key.writeTo(out);
          entry.writeTo(out);
        });
  }

  void addFrom(ByteReader in) {
    int number = in.readCount();
    for (int i = 0; i < number; i++) {
      entry(MetricKey.readFrom(in)).addAll(VisitorEntry.readFrom(in));
    }
  }
}
