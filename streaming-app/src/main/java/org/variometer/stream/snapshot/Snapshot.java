package org.variometer.stream.snapshot;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a snapshot says of itself.
 *
 * @param time the micro-batch after which it was taken, ms since the epoch
 * @param offsets the next offset by partition: all before is in the state
 * @param wholeFrom from when on the state has everything
 * @param premises what the state was made with
 * @param metrics the custom metrics that were declared
 * @param code the release and its code that took it
 * @param sessions the shards of sessions
 * @param meters the parts of the meters
 */
public record Snapshot(
    long time,
    SortedMap<Integer, Long> offsets,
    WholeFrom wholeFrom,
    Premises premises,
    List<KeptMetric> metrics,
    String code,
    List<Blob> sessions,
    List<Blob> meters) {
  /** Copies. */
  public Snapshot {
    offsets = new TreeMap<>(offsets);
    metrics = List.copyOf(metrics);
    sessions = List.copyOf(sessions);
    meters = List.copyOf(meters);
  }
}
