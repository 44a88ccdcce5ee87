package org.variometer.batch.seal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.Bucket;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.series.Point;
import org.variometer.series.PointCodec;
import org.variometer.slot.SealedBuckets;
import org.variometer.spark.Rules;
import org.variometer.spark.TaskHadoop;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.rows.CustomNames;
import org.variometer.store.rows.Days;
import org.variometer.store.rows.TotalRow;
import org.variometer.store.table.TableFiles;

/**
 * Reads out of the published totals what a slot writes: of the hours that it touched or seals, day
 * by day. Each task has a part of the totals.
 */
final class PointsOfSlot implements FlatMapFunction<Iterator<Integer>, byte[]> {
  private static final long serialVersionUID = 1L;

  private static final long HOUR = Granularity.HOUR.millis();
  private static final long DAY = Granularity.DAY.millis();

  private final Rules rules;
  private final String directory;
  private final String slot;
  private final String run;
  private final List<TableFile> files;
  private final long begin;
  private final long sealedBefore;
  private final long sealedNow;

  /**
   * Of a slot.
   *
   * @param directory the batch's directory
   * @param slot the slot's name
   * @param run the run that published it
   * @param files the files of totals that are published with it
   * @param sealing which buckets it writes
   */
  PointsOfSlot(
      Rules rules,
      String directory,
      String slot,
      String run,
      List<TableFile> files,
      Manifest.Sealing sealing) {
    this.rules = rules;
    this.directory = directory;
    this.slot = slot;
    this.run = run;
    this.files = new ArrayList<>(files);
    this.begin = sealing.begin();
    this.sealedBefore = sealing.writtenFrom();
    this.sealedNow = sealing.through();
  }

  @Override
  public Iterator<byte[]> call(Iterator<Integer> parts) throws IOException {
    List<byte[]> points = new ArrayList<>();
    while (parts.hasNext()) {
      int part = parts.next();
      Map<String, List<TableFile>> byDay = new TreeMap<>();
      for (TableFile file : files) {
        if (file.bucket() == part) {
          byDay.computeIfAbsent(file.partition(), d -> new ArrayList<>()).add(file);
        }
      }
      for (Map.Entry<String, List<TableFile>> day : byDay.entrySet()) {
        Set<Long> touched = touchedHours(day.getValue());
        if (!touched.isEmpty() || isSealing(Days.start(day.getKey()), DAY)) {
          points.add(pointsOf(day.getValue(), touched));
        }
      }
    }
    return points.iterator();
  }

  /** The hours of a day that the slot changed, each by its start. */
  private Set<Long> touchedHours(List<TableFile> ofDay) throws IOException {
    Set<Long> hours = new HashSet<>();
    for (TableFile file : ofDay) {
      if (file.level() == 0 && file.isOf(run)) {
        reader()
            .find(
                path(file),
                TotalRow.START,
                start -> true,
                row -> hours.add(hourOf(row.bucket().start())));
      }
    }
    return hours;
  }

  private byte[] pointsOf(List<TableFile> ofDay, Set<Long> touched) throws IOException {
    Map<Bucket, TotalRow> newest = new HashMap<>();
    Map<Bucket, TotalRow> before = new HashMap<>();
    for (TableFile file : ofDay) {
      reader()
          .find(
              path(file),
              TotalRow.START,
              start ->
                  touched.contains(hourOf(start))
                      || isSealing(hourOf(start), HOUR)
                      || (start % DAY == 0 && isSealing(start, DAY)),
              row -> {
                newest.merge(row.bucket(), row, TotalRow.TABLE::newest);
                if (!row.origin().slot().equals(slot)) {
                  before.merge(row.bucket(), row, TotalRow.TABLE::newest);
                }
              });
    }
    SealedBuckets sealed = new SealedBuckets(rules.get().catalog(), begin, sealedBefore, sealedNow);
    CustomNames names = new CustomNames(rules.get().catalog());
    newest.forEach(
        (bucket, row) -> {
          TotalRow earlier = before.get(bucket);
          sealed.add(
              bucket,
              earlier == null ? new Counts() : earlier.sums(names),
              row.sums(names),
              row.origin().slot().equals(slot));
        });
    List<Point> points = new ArrayList<>();
    sealed.points(points::add);
    ByteWriter out = new ByteWriter(1024);
    PointCodec.write(points, out);
    return out.toByteArray();
  }

  /** Whether a part of a stretch of time is sealed by the slot. */
  private boolean isSealing(long start, long length) {
    return start + length > sealedBefore && start < sealedNow;
  }

  private static long hourOf(long instant) {
    return instant / HOUR * HOUR;
  }

  private static TableFiles<TotalRow> reader() {
    return new TableFiles<>(TotalRow.TABLE, TaskHadoop.get());
  }

  private Path path(TableFile file) {
    return new Path(directory, file.path());
  }
}
