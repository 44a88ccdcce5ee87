package org.variometer.shard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.SessionKey;
import org.variometer.config.VariometerConfig;
import org.variometer.metric.Contributions;
import org.variometer.metric.Totals;
import org.variometer.oracle.Oracle;
import org.variometer.session.Merge;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/**
 * The stream's plain form (spec §5): key = session, value = its state, which is never freed. What
 * the shards do has to come to the same.
 */
final class PlainForm {
  private final BeaconDecoder decoder;
  private final SessionMerger merger;
  private final Contributions contributions;
  private final Map<SessionKey, SessionState> states;
  private final Totals totals = new Totals();

  PlainForm(VariometerConfig config) {
    this(config, Map.of(), new Totals());
  }

  /** Goes on from what is known. */
  PlainForm(VariometerConfig config, Map<SessionKey, SessionState> known, Totals contributed) {
    this.states = new HashMap<>(known);
    this.totals.addAll(contributed);
    SessionRules rules = SessionRules.stream(config.maxBeacons());
    this.decoder = new BeaconDecoder(config.beaconRules());
    this.merger = new SessionMerger(rules);
    this.contributions = new Contributions(config.catalog(), rules);
  }

  PlainForm run(ReadLog log) {
    log.microBatches().forEach(this::run);
    return this;
  }

  Totals totals() {
    return totals;
  }

  void run(List<ReadLog.Range> microBatch) {
    Map<SessionKey, List<BeaconRecord>> arrived = new HashMap<>();
    for (ReadLog.Range range : microBatch) {
      for (Oracle.Line line : range.lines()) {
        byte[] bytes = line.bytes();
        if (decoder.decode(bytes, 0, bytes.length, line.arrival().getAsLong())
            instanceof BeaconRecord record) {
          arrived.computeIfAbsent(record.session(), key -> new ArrayList<>()).add(record);
        }
      }
    }
    arrived.forEach(
        (key, records) -> {
          Merge merge = merger.merge(states.getOrDefault(key, SessionState.EMPTY), records);
          contributions.addDifference(key.site(), merge, totals);
          states.put(key, merge.merged());
        });
  }
}
