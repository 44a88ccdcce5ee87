package org.variometer.batch.run;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.slot.Memory;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.rows.SessionRow;
import org.variometer.store.rows.StateRow;
import org.variometer.store.rows.TotalRow;
import org.variometer.store.rows.VisitorDayRow;
import org.variometer.store.table.MergedRows;
import org.variometer.store.table.Table;

/**
 * Merges files, so that there are few to look into: where eight of one level have gathered for a
 * bucket, they become one of the next; where a partition has become quiet, all become one. A row is
 * written again once a level, not in every slot.
 */
final class MergeFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int GATHERED = 8;

  /** What is forgotten after days is not carried from file to file for weeks. */
  private static final int LEVELS_OF_STATE = 2;

  private final RunFiles files;
  private final long oldestArrival;
  private final String quietSince;

  /**
   * Merges.
   *
   * @param memory sessions that it does not reach are left out
   * @param quietSince partitions that no slot wrote to since this one are merged whole, as a {@link
   *     org.variometer.slot.Slot#folder}
   */
  MergeFiles(RunFiles files, Memory memory, String quietSince) {
    this.files = files;
    this.oldestArrival = memory.oldestArrival();
    this.quietSince = quietSince;
  }

  /**
   * What became of files.
   *
   * @param merged the files that others stand for now
   * @param written those others
   */
  record Outcome(List<TableFile> merged, List<TableFile> written) {}

  /** Merges what has gathered among the files of published slots. */
  Outcome run(JavaSparkContext spark, List<TableFile> published) {
    Map<String, String> newest = LiveFiles.newest(published);
    Map<String, List<TableFile>> groups = new LinkedHashMap<>();
    for (TableFile file : published) {
      boolean quiet = isQuiet(file, newest);
      groups
          .computeIfAbsent(
              LiveFiles.partitionOf(file) + '/' + file.bucket() + (quiet ? "" : "/" + file.level()),
              g -> new ArrayList<>())
          .add(file);
    }
    groups.values().removeIf(group -> !isToMerge(group, newest));
    if (groups.isEmpty()) {
      return new Outcome(List.of(), List.of());
    }
    List<byte[]> tasks = groups.values().stream().map(MergeFiles::bytes).toList();
    List<TableFile> written = new ArrayList<>();
    spark
        .parallelize(tasks, tasks.size())
        .map(task -> bytes(List.of(merge(filesOf(task)))))
        .collect()
        .forEach(bytes -> written.addAll(filesOf(bytes)));
    List<TableFile> merged = new ArrayList<>();
    groups.values().forEach(merged::addAll);
    return new Outcome(merged, written);
  }

  private boolean isQuiet(TableFile file, Map<String, String> newest) {
    return !file.partition().isEmpty()
        && newest.get(LiveFiles.partitionOf(file)).compareTo(quietSince) < 0;
  }

  private boolean isToMerge(List<TableFile> group, Map<String, String> newest) {
    MergedTable<?> table = tableOf(group);
    return table != null
        && group.size() >= (isQuiet(group.get(0), newest) ? 2 : GATHERED)
        && group.get(0).level() < table.levels();
  }

  private static byte[] bytes(List<TableFile> group) {
    ByteWriter out = new ByteWriter(1024);
    out.writeAll(group, TableFile::writeTo);
    return out.toByteArray();
  }

  private static List<TableFile> filesOf(byte[] bytes) {
    return new ByteReader(bytes).readAll(TableFile::readFrom);
  }

  private static MergedTable<?> tableOf(List<TableFile> group) {
    return MergedTable.ALL.stream()
        .filter(merged -> merged.table.name().equals(group.get(0).table()))
        .findFirst()
        .orElse(null);
  }

  private TableFile merge(List<TableFile> group) throws IOException {
    return merge(tableOf(group), group);
  }

  private <R> TableFile merge(MergedTable<R> merged, List<TableFile> group) throws IOException {
    List<Path> paths = group.stream().map(files::path).toList();
    try (MergedRows<R> rows = RunFiles.files(merged.table).merge(paths)) {
      return files.write(
          merged.table,
          group.get(0).partition(),
          group.get(0).bucket(),
          group.stream().mapToInt(TableFile::level).max().orElseThrow() + 1,
          kept(merged.table, rows));
    }
  }

  private <R> Iterator<R> kept(Table<R> table, Iterator<R> rows) {
    Memory memory = new Memory(oldestArrival);
    Stream<R> stream = StreamSupport.stream(((Iterable<R>) () -> rows).spliterator(), false);
    return stream
        .filter(
            row -> {
              long arrival = table.arrival().applyAsLong(row);
              return arrival == TableFile.NO_ARRIVAL || memory.reaches(arrival);
            })
        .iterator();
  }

  /**
   * A table whose files are merged. What is rejected has no keys: its files stay.
   *
   * @param levels files of this level are merged no more
   */
  private record MergedTable<R>(Table<R> table, int levels) {
    static final List<MergedTable<?>> ALL =
        List.of(
            new MergedTable<>(StateRow.TABLE, LEVELS_OF_STATE),
            new MergedTable<>(SessionRow.TABLE, Integer.MAX_VALUE),
            new MergedTable<>(TotalRow.TABLE, Integer.MAX_VALUE),
            new MergedTable<>(VisitorDayRow.TABLE, Integer.MAX_VALUE));
  }
}
