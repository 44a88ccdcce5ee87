package org.variometer.stream.slot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.apache.hadoop.fs.Path;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.files.DamagedException;
import org.variometer.spark.TaskHadoop;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.table.Table;
import org.variometer.store.table.TableFiles;

/** The rows of a slot's files, as tasks read them. */
final class TableRows {
  private TableRows() {}

  /** Files in bytes, as a task is told of them. */
  static byte[] bytes(List<TableFile> files) {
    ByteWriter out = new ByteWriter(1024);
    out.writeAll(new ArrayList<>(files), TableFile::writeTo);
    return out.toByteArray();
  }

  /**
   * Reads rows in a task.
   *
   * @param root the batch's directory
   * @param files what {@link #bytes} gave
   * @param column the column by which rows are chosen
   * @param wanted its values
   * @param rows takes the rows
   * @throws DamagedException if a file is gone, or can't be understood
   * @throws IOException if one can't be read now
   */
  static <R> void find(
      String root,
      byte[] files,
      Table<R> table,
      String column,
      LongPredicate wanted,
      Consumer<R> rows)
      throws IOException {
    TableFiles<R> reader = new TableFiles<>(table, TaskHadoop.get());
    for (TableFile file : new ByteReader(files).readAll(TableFile::readFrom)) {
      Path path = new Path(root, file.path());
      try {
        reader.find(path, column, wanted, rows);
      } catch (RuntimeException e) {
        throw new DamagedException(path + " can't be understood: " + e.getMessage(), e);
      }
    }
  }
}
