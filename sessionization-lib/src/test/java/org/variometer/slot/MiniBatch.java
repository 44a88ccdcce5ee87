package org.variometer.slot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.Decoded;
import org.variometer.beacon.SessionKey;
import org.variometer.codec.ByteReader;
import org.variometer.config.VariometerConfig;
import org.variometer.metric.Bucket;
import org.variometer.metric.BucketTotals;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.oracle.Oracle;
import org.variometer.series.Point;
import org.variometer.series.Row;
import org.variometer.series.Series;
import org.variometer.series.SeriesExport;
import org.variometer.series.Stretch;
import org.variometer.session.SessionCodec;
import org.variometer.session.SessionCounts;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;
import org.variometer.visitor.VisitorDay;
import org.variometer.visitor.VisitorDayKey;
import org.variometer.visitor.VisitorDays;

/** What the batch does with the library, in memory: all that is kept between slots is bytes. */
final class MiniBatch {
  private static final int PARTS = 3;

  private final VariometerConfig config;
  private final SessionRules rules;
  private final BeaconDecoder decoder;
  private final SessionCodec codec = new SessionCodec();
  private final Map<SessionKey, byte[]> states = new HashMap<>();
  private final Map<VisitorDayKey, VisitorDay> visitorDays = new HashMap<>();
  private final Map<Bucket, Counts> totals = new HashMap<>();
  private final Map<Series, SortedMap<Long, Double>> written = new HashMap<>();
  private SessionCounts counts = SessionCounts.ZERO;
  private long sealed;

  MiniBatch(VariometerConfig config) {
    this.config = config;
    this.rules = SessionRules.batch(config.maxBeacons());
    this.decoder = new BeaconDecoder(config.beaconRules());
  }

  /** Runs a slot with these records, which seals through {@code seals} if not more is already. */
  void run(List<Oracle.Line> lines, long seals) {
    SlotUpdater updater = new SlotUpdater(rules, config.catalog());
    bySession(lines)
        .forEach(
            (session, records) -> {
              byte[] known = states.get(session);
              SessionState before = known == null ? SessionState.EMPTY : codec.decode(known);
              states.put(session, codec.encode(updater.update(session, before, records)));
            });
    counts = counts.plus(updater.counts());
    BucketTotals changes = new BucketTotals();
    updater
        .totals()
        .forEachMinute(
            (key, minute, sums) ->
                changes.addAll(new Bucket(key, Granularity.MINUTE, minute), sums));
    addVisitors(updater.visitors(), changes);
    seal(changes, Math.max(sealed, seals));
  }

  private Map<SessionKey, List<BeaconRecord>> bySession(List<Oracle.Line> lines) {
    Map<SessionKey, List<BeaconRecord>> bySession = new LinkedHashMap<>();
    for (Oracle.Line line : lines) {
      byte[] bytes = line.bytes();
      Decoded decoded =
          line.arrival().isPresent()
              ? decoder.decode(bytes, 0, bytes.length, line.arrival().getAsLong())
              : decoder.decodeLine(bytes, 0, bytes.length);
      if (decoded instanceof BeaconRecord record) {
        bySession.computeIfAbsent(record.session(), key -> new ArrayList<>()).add(record);
      }
    }
    return bySession;
  }

  private void addVisitors(VisitorDays ofSlot, BucketTotals changes) {
    VisitorDays gathered = new VisitorDays();
    for (byte[] part :
        ofSlot.write(PARTS, key -> (int) Long.remainderUnsigned(key.hash(), PARTS))) {
      if (part != null) {
        gathered.addFrom(new ByteReader(part));
      }
    }
    gathered
        .byKey()
        .forEach(
            (key, change) ->
                visitorDays
                    .computeIfAbsent(key, k -> new VisitorDay())
                    .apply(key, change, changes));
  }

  private void seal(BucketTotals changes, long seals) {
    SealedBuckets buckets = new SealedBuckets(config.catalog(), 0, sealed, seals);
    changes.forEach((bucket, sums) -> totals.computeIfAbsent(bucket, b -> new Counts()));
    totals.forEach(
        (bucket, sums) -> {
          Counts before = sums.copy();
          Counts change = changes.byBucket().get(bucket);
          if (change != null) {
            sums.addAll(change);
          }
          buckets.add(bucket, before, sums, change != null);
        });
    buckets.points(this::write);
    sealed = seals;
  }

  private void write(Point point) {
    written
        .computeIfAbsent(point.cell().series(), s -> new TreeMap<>())
        .put(point.cell().timestamp(), point.value());
  }

  /** What stands in the database, in the form of an export. */
  List<String> rows() {
    SeriesExport export = new SeriesExport();
    written.forEach(
        (series, points) ->
            export.add(
                new Stretch(
                    series,
                    points.keySet().stream().mapToLong(Long::longValue).toArray(),
                    points.values().stream().mapToDouble(Double::doubleValue).toArray())));
    List<String> rows = new ArrayList<>(List.of(Row.HEADER));
    export.rows(row -> rows.add(row.toCsv()));
    return rows;
  }

  /** What is known of visitors. */
  VisitorDays visitorDays() {
    VisitorDays days = new VisitorDays();
    visitorDays.forEach(days::add);
    return days;
  }

  /** Where all accepted records went. */
  SessionCounts counts() {
    return counts;
  }
}
