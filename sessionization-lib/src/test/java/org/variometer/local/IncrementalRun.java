package org.variometer.local;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.Decoded;
import org.variometer.beacon.RejectReason;
import org.variometer.beacon.Rejection;
import org.variometer.beacon.SessionKey;
import org.variometer.config.VariometerConfig;
import org.variometer.metric.ContributionSink;
import org.variometer.metric.Contributions;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Totals;
import org.variometer.oracle.Oracle;
import org.variometer.session.Merge;
import org.variometer.session.SessionCodec;
import org.variometer.session.SessionCounts;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/**
 * What an app does, in memory: micro-batches of records are merged into sessions kept as bytes, and
 * only the differences go to the totals.
 */
final class IncrementalRun {
  private final VariometerConfig config;
  private final View view;
  private final SessionRules rules;
  private final BeaconDecoder decoder;
  private final SessionMerger merger;
  private final Contributions contributions;
  private final SessionCodec codec = new SessionCodec();
  private final Map<SessionKey, byte[]> states = new HashMap<>();
  private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
  private final Totals totals = new Totals();
  private final Map<List<Object>, Integer> seen = new HashMap<>();
  private final Map<List<Object>, Integer> exposed = new HashMap<>();
  private long read;
  private long ignoredPerformance;

  IncrementalRun(VariometerConfig config, View view) {
    this.config = config;
    this.view = view;
    this.rules = view.rules(config.maxBeacons());
    this.decoder = new BeaconDecoder(config.beaconRules());
    this.merger = new SessionMerger(rules);
    this.contributions = new Contributions(config.catalog(), rules);
  }

  /** Runs the lines in micro-batches of random size. */
  MetricsReport run(List<Oracle.Line> lines, Random random) {
    int from = 0;
    while (from < lines.size()) {
      int to = Math.min(lines.size(), from + 1 + random.nextInt(8));
      microBatch(lines.subList(from, to));
      from = to;
    }
    return report();
  }

  private void microBatch(List<Oracle.Line> lines) {
    Map<SessionKey, List<BeaconRecord>> bySession = new LinkedHashMap<>();
    for (Oracle.Line line : lines) {
      read++;
      Decoded decoded = decode(line);
      if (decoded instanceof BeaconRecord record) {
        ignoredPerformance += record.ignoredPerformance();
        bySession.computeIfAbsent(record.session(), key -> new ArrayList<>()).add(record);
      } else {
        rejected.merge(((Rejection) decoded).reason(), 1L, Long::sum);
      }
    }
    bySession.forEach(
        (key, records) -> {
          byte[] known = states.get(key);
          SessionState prior = known == null ? SessionState.EMPTY : codec.decode(known);
          Merge merge = merger.merge(prior, records);
          contributions.addDifference(key.site(), merge, new Sink(""));
          states.put(key, codec.encode(merge.merged()));
        });
  }

  private Decoded decode(Oracle.Line line) {
    byte[] bytes = line.bytes();
    return line.arrival().isPresent()
        ? decoder.decode(bytes, 0, bytes.length, line.arrival().getAsLong())
        : decoder.decodeLine(bytes, 0, bytes.length);
  }

  private MetricsReport report() {
    VisitorSets visitors = new VisitorSets(new VisitorSets.Numbers());
    if (view == View.BATCH) {
      seen.forEach(
          (of, visits) -> {
            if (visits > 0) {
              visitors.seen((MetricKey) of.get(0), (Integer) of.get(1), (String) of.get(2));
            }
          });
      exposed.forEach(
          (of, visits) -> {
            if (visits > 0) {
              visitors.exposed((MetricKey) of.get(0), (Integer) of.get(1), (String) of.get(2));
            }
          });
    }
    SessionCounts counts = SessionCounts.ZERO;
    for (byte[] state : states.values()) {
      counts = counts.plus(SessionCounts.of(codec.decode(state), rules));
    }
    return new MetricsReport(
        new Accounting(read, rejected, ignoredPerformance, counts),
        config.catalog(),
        totals,
        visitors);
  }

  private final class Sink implements ContributionSink {
    private final String visitorId;

    Sink(String visitorId) {
      this.visitorId = visitorId;
    }

    @Override
    public ContributionSink ofVisitor(String visitor) {
      return new Sink(visitor);
    }

    @Override
    public void add(MetricKey key, int epochMinute, int measure, long amount) {
      totals.add(key, epochMinute, measure, amount);
    }

    @Override
    public void hour(MetricKey key, int epochHour, int visits) {
      seen.merge(List.of(key, epochHour, visitorId), visits, Integer::sum);
    }

    @Override
    public void exposure(MetricKey key, int epochDay, int visits) {
      exposed.merge(List.of(key, epochDay, visitorId), visits, Integer::sum);
    }
  }
}
