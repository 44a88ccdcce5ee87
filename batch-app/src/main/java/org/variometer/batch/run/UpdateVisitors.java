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
import org.variometer.metric.BucketTotals;
import org.variometer.spark.Rules;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.rows.CustomNames;
import org.variometer.store.rows.Days;
import org.variometer.store.rows.VisitorDayRow;
import org.variometer.store.table.TableFiles;
import org.variometer.visitor.VisitorDay;
import org.variometer.visitor.VisitorDayKey;
import org.variometer.visitor.VisitorDays;
import scala.Tuple2;

/**
 * Adds what visits contribute to what is known of a bucket of visitors, writes that down, and hands
 * on what it means for the numbers of visitors.
 */
final class UpdateVisitors
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
  UpdateVisitors(Rules rules, RunFiles files, Target target, List<TableFile> known) {
    this.rules = rules;
    this.files = files;
    this.target = target;
    this.known = new ArrayList<>(known);
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(Iterator<Tuple2<Integer, byte[]>> parts)
      throws IOException {
    VisitorDays changes = new VisitorDays();
    int bucket = -1;
    while (parts.hasNext()) {
      Tuple2<Integer, byte[]> part = parts.next();
      bucket = part._1();
      changes.addFrom(new ByteReader(part._2()));
    }
    if (bucket < 0) {
      return Collections.emptyIterator();
    }
    Map<Integer, Map<VisitorDayKey, VisitorDay>> byDay = new TreeMap<>();
    changes
        .byKey()
        .forEach(
            (key, day) ->
                byDay.computeIfAbsent(key.epochDay(), d -> new HashMap<>()).put(key, day));
    CustomNames names = new CustomNames(rules.get().catalog());
    BucketTotals numbers = new BucketTotals();
    List<TableFile> written = new ArrayList<>();
    for (Map.Entry<Integer, Map<VisitorDayKey, VisitorDay>> day : byDay.entrySet()) {
      written.add(update(bucket, day.getKey(), day.getValue(), names, numbers));
    }
    List<Tuple2<Integer, byte[]>> all = new ArrayList<>();
    all.add(new Tuple2<>(Target.DRIVER, TaskReport.ofFiles(written).toBytes()));
    TotalsByTarget byTarget = new TotalsByTarget(target);
    numbers.forEach(byTarget::addAll);
    byTarget.addTo(all);
    return all.iterator();
  }

  private TableFile update(
      int bucket,
      int epochDay,
      Map<VisitorDayKey, VisitorDay> changes,
      CustomNames names,
      BucketTotals numbers)
      throws IOException {
    String partition = Days.name(epochDay);
    Map<VisitorDayKey, VisitorDayRow> before = known(bucket, partition, epochDay, changes);
    List<VisitorDayRow> rows = new ArrayList<>(changes.size());
    changes.forEach(
        (key, change) -> {
          VisitorDayRow row = before.get(key);
          VisitorDay day = row == null ? new VisitorDay() : row.day(epochDay, names);
          day.apply(key, change, numbers);
          rows.add(VisitorDayRow.of(key, day, names, files.origin()));
        });
    rows.sort(VisitorDayRow.TABLE.order());
    return files.write(VisitorDayRow.TABLE, partition, bucket, 0, rows.iterator());
  }

  private Map<VisitorDayKey, VisitorDayRow> known(
      int bucket, String partition, int epochDay, Map<VisitorDayKey, VisitorDay> changes)
      throws IOException {
    LongPredicate wanted =
        TableFiles.oneOf(changes.keySet().stream().mapToLong(VisitorDayKey::hash).toArray());
    Map<VisitorDayKey, VisitorDayRow> found = new HashMap<>();
    TableFiles<VisitorDayRow> reader = RunFiles.files(VisitorDayRow.TABLE);
    for (TableFile file : files.filesOf(VisitorDayRow.TABLE.name(), partition, bucket, known)) {
      reader.find(
          files.path(file),
          VisitorDayRow.HASH,
          wanted,
          row ->
              found.merge(
                  new VisitorDayKey(row.site(), row.visitorId(), epochDay),
                  row,
                  VisitorDayRow.TABLE::newest));
    }
    return found;
  }
}
