package org.variometer.batch.seal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.variometer.batch.BatchException;
import org.variometer.batch.run.SlotRun;
import org.variometer.codec.ByteReader;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.KairosWriter;
import org.variometer.metric.Granularity;
import org.variometer.series.Cell;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;
import org.variometer.series.PointCodec;
import org.variometer.series.SealedThrough;
import org.variometer.slot.Slot;
import org.variometer.spark.Rules;
import org.variometer.spark.SparkJob;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.manifest.TableFolders;
import org.variometer.store.rows.Days;
import org.variometer.store.rows.TotalRow;

/**
 * Writes a published slot to the database: takes the buckets that it seals over from the stream,
 * writes their totals, and 0 where something stands that the batch does not have; then what it
 * changed in buckets sealed before. Done again it comes to the same.
 */
public final class Sealer {
  private static final String LAYER = "batch";

  private final JavaSparkContext spark;
  private final Rules rules;
  private final VariometerConfig config;
  private final Takeover takeover;
  private final KairosWriter writer;
  private final TableFolders folders;

  /** Seals what this takes over, through this writer. */
  public Sealer(
      JavaSparkContext spark,
      Rules rules,
      Takeover takeover,
      KairosWriter writer,
      TableFolders folders) {
    this.spark = spark;
    this.rules = rules;
    this.config = rules.get();
    this.takeover = takeover;
    this.writer = writer;
    this.folders = folders;
  }

  /**
   * What was written.
   *
   * @param points cells with their totals
   * @param zeros cells of the stream's that the batch does not have
   */
  public record Outcome(long points, long zeros) {}

  /**
   * Writes a slot.
   *
   * @param manifest what it published
   */
  public Outcome write(Slot slot, Manifest manifest) throws BatchException, IOException {
    Manifest.Sealing sealing = manifest.sealing();
    Instant through = Instant.ofEpochMilli(sealing.through());
    takeover.take(through);
    writer.takeOver();
    Map<Cell, Double> standing;
    Set<String> said;
    try (KairosReader reader = new KairosReader(config.kairos())) {
      standing = Standing.read(reader, config.catalog(), sealing);
      said = Disagreement.said(reader, config.region(), slot);
    }
    List<Point> points = points(manifest);
    long time = timeOf(slot);
    List<Point> all = new ArrayList<>(points);
    SealedThrough sealedBefore = new SealedThrough(sealing.writtenFrom());
    Disagreement disagreement = new Disagreement();
    Map<Cell, Double> zeros = new HashMap<>(standing);
    for (Point point : points) {
      zeros.remove(point.cell());
      if (!sealedBefore.covers(point.cell())) {
        disagreement.add(point.cell(), standing.getOrDefault(point.cell(), 0.0), point.value());
      }
    }
    zeros.forEach(
        (cell, value) -> {
          all.add(new Point(cell, 0));
          disagreement.add(cell, value, 0);
        });
    // Before the stream's values are written over: who comes after a kill can't tell any more.
    writer.write(disagreement.points(said, config.region(), time));
    all.addAll(manifest.sum().points(config.region(), LAYER, time));
    all.add(said("sealed_through_seconds", time, sealing.through() / 1000.0));
    writer.statistics().health().forEach((name, value) -> all.add(said(name, time, value)));
    writer.writeBatch(all, time);
    writer.finishForGood();
    takeover.sealed(through);
    return new Outcome(points.size(), zeros.size());
  }

  /**
   * Makes sure of what the newest slot wrote: a database that died since may have lost it, or have
   * written again what the stream had there before. What the slot sealed is read back; what it
   * changed in buckets sealed before, anywhere in the days before, is written once more.
   *
   * @return how many points of what it sealed stood otherwise
   */
  public int makeSure(Slot slot, Manifest manifest) throws IOException {
    Map<Cell, Double> standing;
    try (KairosReader reader = new KairosReader(config.kairos())) {
      standing = Standing.read(reader, config.catalog(), manifest.sealing());
    }
    SealedThrough sealedBefore = new SealedThrough(manifest.sealing().writtenFrom());
    List<Point> again = new ArrayList<>();
    int otherwise = 0;
    for (Point point : points(manifest)) {
      double stands = Optional.ofNullable(standing.remove(point.cell())).orElse(0.0);
      boolean changed = sealedBefore.covers(point.cell());
      if (changed || stands != point.value()) {
        again.add(point);
        otherwise += changed ? 0 : 1;
      }
    }
    standing.keySet().forEach(cell -> again.add(new Point(cell, 0)));
    if (!again.isEmpty()) {
      writer.writeBatch(again, timeOf(slot));
      writer.finishForGood();
    }
    return otherwise + standing.size();
  }

  /** A point of the batch's own. */
  private Point said(String measure, long time, double value) {
    return new Point(new Cell(new PipelineSeries(measure, config.region(), LAYER), time), value);
  }

  /** Now, but within the slot, so that what it says can be told from what others do. */
  private static long timeOf(Slot slot) {
    long now = Math.min(slot.end().toEpochMilli(), System.currentTimeMillis());
    return Math.max(slot.begin().toEpochMilli() + 1, now);
  }

  private List<Point> points(Manifest manifest) throws IOException {
    PointsOfSlot read =
        new PointsOfSlot(
            rules,
            config.batch().directory(),
            manifest.slot(),
            manifest.run(),
            totals(manifest),
            manifest.sealing());
    List<Integer> parts = IntStream.range(0, SlotRun.TOTALS).boxed().toList();
    List<Point> points = new ArrayList<>();
    List<byte[]> found =
        SparkJob.run(() -> spark.parallelize(parts, parts.size()).mapPartitions(read).collect());
    for (byte[] some : found) {
      points.addAll(PointCodec.read(new ByteReader(some)));
    }
    return points;
  }

  /** The files of all days of which something is sealed or changed, also of settled ones. */
  private List<TableFile> totals(Manifest manifest) throws IOException {
    String table = TotalRow.TABLE.name();
    List<TableFile> files = new ArrayList<>(manifest.filesOf(table).toList());
    Set<String> listed = files.stream().map(TableFile::partition).collect(Collectors.toSet());
    for (String day : folders.partitions(table)) {
      if (!listed.contains(day)
          && Days.start(day) + Granularity.DAY.millis() > manifest.sealing().writtenFrom()
          && Days.start(day) < manifest.sealing().through()) {
        files.addAll(folders.settled(table, day, manifest.settledBefore()));
      }
    }
    return files;
  }
}
