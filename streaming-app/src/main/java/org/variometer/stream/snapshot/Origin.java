package org.variometer.stream.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricCatalog;
import org.variometer.shard.MeterShard;
import org.variometer.shard.SessionShard;
import org.variometer.spark.UpdateFunction.SerializableFunction;

/**
 * The state with which a stream begins.
 *
 * @param sessions the first state of each shard of sessions
 * @param meters the first state of each part of the meters
 * @param wholeFrom from when on it has everything
 */
public record Origin(
    SerializableFunction<Integer, SessionShard> sessions,
    SerializableFunction<Integer, MeterShard> meters,
    WholeFrom wholeFrom) {

  /** Without state, where records before {@code wholeFrom} may be missing. */
  public static Origin empty(long wholeFrom) {
    return new Origin(key -> SessionShard.EMPTY, key -> MeterShard.EMPTY, WholeFrom.of(wholeFrom));
  }

  /**
   * With a snapshot's state.
   *
   * @param location where it is
   * @param catalog the metrics that are declared now
   */
  public static Origin of(String location, Snapshot snapshot, MetricCatalog catalog) {
    HashMap<Integer, Integer> ids = new HashMap<>();
    for (KeptMetric kept : snapshot.metrics()) {
      OptionalInt id = catalog.idOf(kept.metric());
      if (id.isPresent()) {
        ids.put(kept.id(), id.getAsInt());
      }
    }
    return new Origin(
        new FromSnapshot<>(
            location, snapshot.sessions(), SessionShard::readFrom, () -> SessionShard.EMPTY),
        new FromSnapshot<>(
            location,
            snapshot.meters(),
            in -> MeterShard.readFrom(in).renumbered(id -> newId(ids, id)),
            () -> MeterShard.EMPTY),
        snapshot.wholeFrom());
  }

  /** The same where records before {@code instant}, too, may be missing. */
  public Origin since(long instant) {
    return new Origin(sessions, meters, wholeFrom.since(instant));
  }

  /** What is declared no more is forgotten, as nothing is retracted from it any longer. */
  private static int newId(Map<Integer, Integer> ids, int id) {
    return MeasureIds.isCustom(id) ? ids.getOrDefault(id, -1) : id;
  }

  /** The custom metrics as a snapshot keeps them. */
  static List<KeptMetric> metrics(MetricCatalog catalog) {
    return catalog.custom().stream()
        .sorted()
        .map(metric -> new KeptMetric(metric, catalog.idOf(metric).orElseThrow()))
        .toList();
  }
}
