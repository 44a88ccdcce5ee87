package org.variometer.stream.snapshot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.variometer.files.DamagedException;
import org.variometer.metric.MetricCatalog;
import org.variometer.shard.MeterShard;
import org.variometer.shard.SessionShard;
import org.variometer.spark.SparkJob;

/** Takes snapshots of a state that stays as it is meanwhile. */
public final class SnapshotWriter {
  private final Snapshots snapshots;
  private final Premises premises;
  private final MetricCatalog catalog;
  private final String code;

  /**
   * Takes snapshots.
   *
   * @param premises what the state is made with
   * @param catalog the metrics in it
   * @param code the release and its code
   */
  public SnapshotWriter(
      Snapshots snapshots, Premises premises, MetricCatalog catalog, String code) {
    this.snapshots = snapshots;
    this.premises = premises;
    this.catalog = catalog;
    this.code = code;
  }

  /**
   * Takes one.
   *
   * @param time the micro-batch after which it is taken, ms since the epoch
   * @param offsets the next offset by partition, all before which is in the state
   * @param wholeFrom from when on the state has everything
   * @return its name
   * @throws DamagedException if a task found something damaged
   * @throws IOException if that fails; nothing counts then
   */
  public String write(
      long time,
      SortedMap<Integer, Long> offsets,
      WholeFrom wholeFrom,
      JavaPairRDD<Integer, SessionShard> sessions,
      JavaPairRDD<Integer, MeterShard> meters)
      throws IOException {
    String name = snapshots.begin(time);
    boolean published = false;
    try {
      String location = snapshots.location(name);
      List<Blob> ofSessions =
          write(
              sessions,
              new WriteBlobs<>(
                  location, "sessions", (shard, out) -> shard.withoutYield().writeTo(out)));
      List<Blob> ofMeters =
          write(
              meters,
              new WriteBlobs<>(
                  location, "meters", (shard, out) -> shard.withoutPoints().writeTo(out)));
      snapshots.publish(
          name,
          new Snapshot(
              time,
              offsets,
              wholeFrom,
              premises,
              Origin.metrics(catalog),
              code,
              ofSessions,
              ofMeters));
      published = true;
      snapshots.clean(name);
      return name;
    } finally {
      if (!published) {
        // What fills a disk must not stay there.
        snapshots.discard(name);
      }
    }
  }

  private static <S> List<Blob> write(JavaPairRDD<Integer, S> states, WriteBlobs<S> writer)
      throws IOException {
    List<byte[]> written =
        SparkJob.run(
            () -> states.rdd().toJavaRDD().mapPartitionsWithIndex(writer, false).collect());
    List<Blob> blobs = new ArrayList<>();
    written.forEach(blob -> blobs.add(Blob.of(blob)));
    blobs.sort(Comparator.comparingInt(Blob::key));
    return blobs;
  }
}
