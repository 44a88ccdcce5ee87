package org.variometer.batch.run;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.variometer.spark.TaskHadoop;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.manifest.TableFolders;
import org.variometer.store.rows.Origin;
import org.variometer.store.table.Table;
import org.variometer.store.table.TableFiles;

/**
 * Where a run's tasks write their files, and read those of published slots. Files have names of
 * their task's own, so that one that is repeated leaves its twin's files alone. For one thread in
 * each task.
 */
final class RunFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final Origin origin;
  private final String settledBefore;
  private int written;

  /**
   * Files of a run.
   *
   * @param root the batch's directory
   * @param settledBefore as {@link LiveFiles#settledBefore} has it
   */
  RunFiles(String root, Origin origin, String settledBefore) {
    this.root = root;
    this.origin = origin;
    this.settledBefore = settledBefore;
  }

  Origin origin() {
    return origin;
  }

  /** A table's files, for a task. */
  static <R> TableFiles<R> files(Table<R> table) {
    return new TableFiles<>(table, TaskHadoop.get());
  }

  /** Where a file is that was moved. */
  Path path(TableFile file) {
    return new Path(root, file.path());
  }

  /**
   * The files of a bucket of a partition, for a task.
   *
   * @param listed the files that the manifest lists of the table
   */
  List<TableFile> filesOf(String table, String partition, int bucket, List<TableFile> listed)
      throws IOException {
    return new TableFolders(root, TaskHadoop.get())
        .filesOf(table, partition, listed, settledBefore).stream()
            .filter(file -> file.bucket() == bucket)
            .toList();
  }

  /**
   * Writes a file, from a task.
   *
   * @param partition the value of the table's partition column, empty if it has none
   */
  <R> TableFile write(Table<R> table, String partition, int bucket, int level, Iterator<R> rows)
      throws IOException {
    String path =
        TableFolders.path(
            table.name(),
            partition,
            origin.run(),
            bucket,
            level,
            TaskContext.get().taskAttemptId(),
            written++);
    long[] latest = {TableFile.NO_ARRIVAL};
    Iterator<R> noted =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return rows.hasNext();
          }

          @Override
          public R next() {
            R row = rows.next();
            latest[0] = Math.max(latest[0], table.arrival().applyAsLong(row));
            return row;
          }
        };
    long count = files(table).write(Attempts.path(root, origin.run(), path), noted);
    return new TableFile(table.name(), partition, bucket, level, path, count, latest[0]);
  }
}
