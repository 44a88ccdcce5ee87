package org.variometer.batch.run;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.variometer.batch.files.TaskHadoop;
import org.variometer.batch.hive.HiveTable;
import org.variometer.batch.manifest.TableFile;
import org.variometer.batch.rows.Origin;
import org.variometer.batch.table.Table;
import org.variometer.batch.table.TableFiles;

/**
 * Where a run writes its files. Tasks write below a folder of the attempt, with names of their own,
 * so that one that is repeated leaves its twin's files alone; when all are there, those that count
 * are moved, one by one, to where readers look.
 */
final class RunFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String ATTEMPTS = "attempts";
  private static final String TABLES = "tables";

  private final String root;
  private final Origin origin;

  RunFiles(String root, Origin origin) {
    this.root = root;
    this.origin = origin;
  }

  Origin origin() {
    return origin;
  }

  /** A table's files, for a task. */
  static <R> TableFiles<R> files(Table<R> table) {
    return new TableFiles<>(table, TaskHadoop.get());
  }

  /** Where a published file, or one of this attempt after {@link #publish}, is. */
  Path path(TableFile file) {
    return new Path(root, file.path());
  }

  /**
   * Writes a file, from a task.
   *
   * @param partition the value of the table's partition column, empty if it has none
   */
  <R> TableFile write(Table<R> table, String partition, int bucket, int level, Iterator<R> rows)
      throws IOException {
    String folder =
        TABLES
            + "/"
            + table.name()
            + (partition.isEmpty() ? "" : "/" + HiveTable.named(table.name()).folder(partition));
    String name =
        origin.run()
            + "-bucket-"
            + bucket
            + "-level-"
            + level
            + "-task-"
            + TaskContext.get().taskAttemptId()
            + ".orc";
    String path = folder + "/" + name;
    long count = files(table).write(new Path(attempt(), path), rows);
    return new TableFile(table.name(), partition, bucket, level, path, count);
  }

  /** Moves the attempt's files to where readers look. Done again it comes to the same. */
  void publish(Iterable<TableFile> written, FileSystem files) throws IOException {
    for (TableFile file : written) {
      Path to = path(file);
      files.mkdirs(to.getParent());
      Path from = new Path(attempt(), file.path());
      if (!files.rename(from, to)) {
        throw new IOException(from + " could not be moved to " + to);
      }
    }
    files.delete(attempt(), true);
  }

  /** Removes what attempts have left that died before they were published. */
  void removeOtherAttempts(FileSystem files) throws IOException {
    Path attempts = new Path(root, ATTEMPTS);
    if (files.exists(attempts)) {
      for (FileStatus attempt : files.listStatus(attempts)) {
        if (!attempt.getPath().getName().equals(origin.run())) {
          files.delete(attempt.getPath(), true);
        }
      }
    }
  }

  private Path attempt() {
    return new Path(new Path(root, ATTEMPTS), origin.run());
  }
}
