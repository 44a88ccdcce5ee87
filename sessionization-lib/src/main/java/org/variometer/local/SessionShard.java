package org.variometer.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.SessionKey;
import org.variometer.metric.ContributionSink;
import org.variometer.metric.Contributions;
import org.variometer.metric.MetricCatalog;
import org.variometer.session.Merge;
import org.variometer.session.SessionCodec;
import org.variometer.session.SessionCounts;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/**
 * The sessions of one part of all keys, as compact bytes. New records are gathered and merged many
 * at a time, as a micro-batch would.
 */
final class SessionShard {
  private static final int GATHERED_RECORDS = 8192;

  private final SessionRules rules;
  private final SessionMerger merger;
  private final Contributions contributions;
  private final SessionCodec codec = new SessionCodec();
  private final Map<SessionKey, byte[]> states = new HashMap<>();
  private final Map<SessionKey, List<BeaconRecord>> gathered = new HashMap<>();
  private int gatheredRecords;

  SessionShard(SessionRules rules, MetricCatalog catalog) {
    this.rules = rules;
    this.merger = new SessionMerger(rules);
    this.contributions = new Contributions(catalog, rules);
  }

  synchronized void add(List<BeaconRecord> records) {
    for (BeaconRecord record : records) {
      gathered.computeIfAbsent(record.session(), key -> new ArrayList<>()).add(record);
    }
    gatheredRecords += records.size();
    if (gatheredRecords >= GATHERED_RECORDS) {
      merge();
    }
  }

  /** Gives the sink all that the sessions contribute and says where their records went. */
  synchronized SessionCounts finish(ContributionSink sink) {
    merge();
    SessionCounts counts = SessionCounts.ZERO;
    for (Map.Entry<SessionKey, byte[]> session : states.entrySet()) {
      SessionState state = codec.decode(session.getValue());
      Merge all = new Merge(SessionState.EMPTY, state);
      contributions.addDifference(session.getKey().site(), all, sink);
      counts = counts.plus(SessionCounts.of(state, rules));
    }
    states.clear();
    return counts;
  }

  private void merge() {
    gathered.forEach(
        (key, records) -> {
          byte[] known = states.get(key);
          SessionState prior = known == null ? SessionState.EMPTY : codec.decode(known);
          states.put(key, codec.encode(merger.merge(prior, records).merged()));
        });
    gathered.clear();
    gatheredRecords = 0;
  }
}
