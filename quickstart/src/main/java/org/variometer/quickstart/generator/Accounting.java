package org.variometer.quickstart.generator;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What becomes of the records in one layer.
 *
 * @param read all records: accepted and rejected
 * @param accepted used, duplicate and quarantined ones
 * @param rejected by reason, those that occurred
 * @param used beacons that stand
 * @param duplicate copies that don't
 * @param quarantined all beacons of quarantined sessions
 * @param ignoredPerformance performance values that are ignored, over accepted records
 * @param sessions without quarantined ones; in the stream pieces
 * @param visits in these
 */
public record Accounting(
    long read,
    long accepted,
    Map<RejectionReason, Long> rejected,
    long used,
    long duplicate,
    long quarantined,
    long ignoredPerformance,
    long sessions,
    long visits) {

  /** Copies the map. */
  public Accounting {
    Map<RejectionReason, Long> copy = new EnumMap<>(RejectionReason.class);
    copy.putAll(rejected);
    rejected = Collections.unmodifiableMap(copy);
  }

  /** Every number by its name, those of {@link #rejected} by their reason's. */
  public SortedMap<String, Long> byName() {
    SortedMap<String, Long> byName = new TreeMap<>();
    byName.put("read", read);
    byName.put("accepted", accepted);
    rejected.forEach((reason, count) -> byName.put(reason.label(), count));
    byName.put("used", used);
    byName.put("duplicate", duplicate);
    byName.put("quarantined", quarantined);
    byName.put("ignored_performance", ignoredPerformance);
    byName.put("sessions", sessions);
    byName.put("visits", visits);
    return byName;
  }
}
