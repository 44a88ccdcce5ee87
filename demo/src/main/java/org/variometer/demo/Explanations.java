package org.variometer.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.SessionKey;
import org.variometer.config.VariometerConfig;
import org.variometer.local.BeaconFile;
import org.variometer.local.BeaconLines;
import org.variometer.local.View;
import org.variometer.metric.Bucket;
import org.variometer.metric.Contributions;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.session.Merge;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/**
 * Which sessions make the layers differ, and where: the library computes each that the stream has
 * cut in both views, and what is left over in a bucket is what this session changed in it.
 */
final class Explanations {
  private static final int LONGEST_LINE = 1 << 20;

  private final Map<Bucket, Map<Cause, Integer>> byBucket = new HashMap<>();
  private final Map<Cause, Integer> sessions = new EnumMap<>(Cause.class);
  private final SessionRules batchRules;
  private final SessionMerger stream;
  private final SessionMerger batch;
  private final Contributions contributions;

  private Explanations(VariometerConfig config) {
    this.batchRules = View.BATCH.rules(config.maxBeacons());
    this.stream = new SessionMerger(View.STREAM.rules(config.maxBeacons()));
    this.batch = new SessionMerger(batchRules);
    this.contributions = new Contributions(config.catalog(), batchRules);
  }

  /** Of all records of a file. */
  static Explanations of(VariometerConfig config, Path beacons) throws IOException {
    Explanations explanations = new Explanations(config);
    Set<SessionKey> cut = cut(config, beacons);
    Map<SessionKey, List<BeaconRecord>> records = new HashMap<>();
    read(
        config,
        beacons,
        record -> {
          if (cut.contains(record.session())) {
            records.computeIfAbsent(record.session(), s -> new ArrayList<>()).add(record);
          }
        });
    records.forEach(explanations::add);
    return explanations;
  }

  /** The sessions of which the stream has several pieces: all others are the same in both. */
  private static Set<SessionKey> cut(VariometerConfig config, Path beacons) throws IOException {
    Map<SessionKey, List<Long>> arrivals = new HashMap<>();
    read(
        config,
        beacons,
        record ->
            arrivals
                .computeIfAbsent(record.session(), s -> new ArrayList<>())
                .add(record.arrival()));
    Set<SessionKey> cut = new HashSet<>();
    arrivals.forEach(
        (session, times) -> {
          times.sort(null);
          for (int i = 1; i < times.size(); i++) {
            if (times.get(i) - times.get(i - 1) > SessionRules.INACTIVITY.toMillis()) {
              cut.add(session);
            }
          }
        });
    return cut;
  }

  private static void read(VariometerConfig config, Path beacons, Consumer<BeaconRecord> records)
      throws IOException {
    BeaconDecoder decoder = new BeaconDecoder(config.beaconRules());
    try (BeaconLines lines =
        new BeaconLines(new BeaconFile(beacons.toString()), LONGEST_LINE, bytes -> {})) {
      while (lines.next()) {
        if (!lines.isTooLong()
            && decoder.decodeLine(lines.bytes(), lines.from(), lines.to())
                instanceof BeaconRecord record) {
          records.accept(record);
        }
      }
    }
  }

  private void add(SessionKey session, List<BeaconRecord> records) {
    SessionState ofStream = stream.merge(SessionState.EMPTY, records).merged();
    SessionState ofBatch = batch.merge(SessionState.EMPTY, records).merged();
    Set<Bucket> changed = changed(session.site(), new Merge(ofStream, ofBatch));
    if (changed.isEmpty()) {
      return;
    }
    for (Cause cause : Cause.of(records, ofStream, ofBatch, batchRules)) {
      sessions.merge(cause, 1, Integer::sum);
      for (Bucket bucket : changed) {
        byBucket
            .computeIfAbsent(bucket, b -> new EnumMap<>(Cause.class))
            .merge(cause, 1, Integer::sum);
      }
    }
  }

  /** The minutes and hours in which it makes a difference. */
  private Set<Bucket> changed(String site, Merge differently) {
    Map<Bucket, Counts> differences = new HashMap<>();
    contributions.addDifference(
        site,
        differently,
        (key, minute, measure, amount) -> {
          Bucket bucket = new Bucket(key, Granularity.MINUTE, minute);
          for (Bucket of : List.of(bucket, hourOf(bucket))) {
            differences.computeIfAbsent(of, b -> new Counts()).add(measure, amount);
          }
        });
    Set<Bucket> changed = new HashSet<>();
    differences.forEach(
        (bucket, counts) -> counts.forEach((measure, difference) -> changed.add(bucket)));
    return changed;
  }

  private static Bucket hourOf(Bucket minute) {
    return new Bucket(minute.key(), Granularity.HOUR, minute.epochHour());
  }

  /** How many sessions changed a bucket, by cause; a session with several counts for each. */
  Map<Cause, Integer> of(Bucket bucket) {
    return byBucket.getOrDefault(bucket, Map.of());
  }

  /** How many sessions differ for a cause at all. */
  int sessions(Cause cause) {
    return sessions.getOrDefault(cause, 0);
  }
}
