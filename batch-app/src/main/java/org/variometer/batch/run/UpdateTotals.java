package org.variometer.batch.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.variometer.codec.ByteReader;
import org.variometer.metric.Bucket;
import org.variometer.metric.BucketTotals;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.session.SessionCounts;
import org.variometer.shard.Intake;
import org.variometer.spark.Rules;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.rows.CustomNames;
import org.variometer.store.rows.Days;
import org.variometer.store.rows.TotalRow;
import org.variometer.store.table.TableFiles;
import scala.Tuple2;

/** Adds contributions to a part of the totals, and writes down those that changed. */
final class UpdateTotals
    implements FlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, Tuple2<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;

  private final Rules rules;
  private final RunFiles files;
  private final Target target;
  private final List<TableFile> known;

  /**
   * Updates by these rules.
   *
   * @param known the files of what is known
   */
  UpdateTotals(Rules rules, RunFiles files, Target target, List<TableFile> known) {
    this.rules = rules;
    this.files = files;
    this.target = target;
    this.known = new ArrayList<>(known);
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(Iterator<Tuple2<Integer, byte[]>> parts)
      throws IOException {
    BucketTotals totals = new BucketTotals();
    int part = -1;
    while (parts.hasNext()) {
      Tuple2<Integer, byte[]> next = parts.next();
      part = next._1() - target.buckets();
      totals.addFrom(new ByteReader(next._2()));
    }
    if (part < 0) {
      return Collections.emptyIterator();
    }
    CustomNames names = new CustomNames(rules.get().catalog());
    Map<Integer, Map<Bucket, Counts>> byDay = new TreeMap<>();
    totals.forEach(
        (bucket, counts) ->
            byDay
                .computeIfAbsent(
                    (int) (bucket.start() / Granularity.DAY.millis()), d -> new HashMap<>())
                .put(bucket, counts));
    List<TableFile> written = new ArrayList<>();
    for (Map.Entry<Integer, Map<Bucket, Counts>> day : byDay.entrySet()) {
      written.add(update(part, Days.name(day.getKey()), day.getValue(), names));
    }
    long touchedFrom =
        totals.byBucket().keySet().stream().mapToLong(Bucket::start).min().orElse(Long.MAX_VALUE);
    TaskReport report = new TaskReport(Intake.NONE, SessionCounts.ZERO, written, touchedFrom);
    return List.of(new Tuple2<>(Target.DRIVER, report.toBytes())).iterator();
  }

  private TableFile update(int part, String day, Map<Bucket, Counts> changes, CustomNames names)
      throws IOException {
    Map<Bucket, TotalRow> before = new HashMap<>();
    TableFiles<TotalRow> reader = RunFiles.files(TotalRow.TABLE);
    LongPredicate wanted =
        TableFiles.oneOf(changes.keySet().stream().mapToLong(Bucket::start).distinct().toArray());
    for (TableFile file : files.filesOf(TotalRow.TABLE.name(), day, part, known)) {
      reader.find(
          files.path(file),
          TotalRow.START,
          wanted,
          row -> {
            if (changes.containsKey(row.bucket())) {
              before.merge(row.bucket(), row, TotalRow.TABLE::newest);
            }
          });
    }
    List<TotalRow> rows = new ArrayList<>(changes.size());
    changes.forEach(
        (bucket, change) -> {
          TotalRow row = before.get(bucket);
          Counts sums = row == null ? new Counts() : row.sums(names);
          sums.addAll(change);
          rows.add(TotalRow.of(bucket, sums, names, files.origin()));
        });
    rows.sort(TotalRow.TABLE.order());
    return files.write(TotalRow.TABLE, day, part, 0, rows.iterator());
  }
}
