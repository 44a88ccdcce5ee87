package org.variometer.store.table;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.hadoop.hive.ql.io.sarg.PredicateLeaf;
import org.apache.hadoop.hive.ql.io.sarg.SearchArgument;
import org.apache.hadoop.hive.ql.io.sarg.SearchArgumentFactory;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcConf;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.variometer.files.DamagedException;

/**
 * The ORC files of a table. A file has its rows in the order of their keys, each key once.
 *
 * @param <R> the rows
 */
public final class TableFiles<R> {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int STRIDE_ROWS = 2000;

  /** Each is compared with every stride. */
  private static final int MAX_CHECKED_VALUES = 2000;

  private final Table<R> table;
  private final Configuration hadoop;

  /** The files of this table. */
  public TableFiles(Table<R> table, Configuration hadoop) {
    this.table = table;
    this.hadoop = hadoop;
  }

  /**
   * Writes a file.
   *
   * @param rows in the order of their keys, each key once
   * @return how many there are
   */
  public long write(Path path, Iterator<R> rows) throws IOException {
    long count = 0;
    try (Writer out = OrcFile.createWriter(path, options())) {
      VectorizedRowBatch batch = table.schema().createRowBatch();
      while (rows.hasNext()) {
        table.columns().write(rows.next(), batch.cols, batch.size++);
        count++;
        if (batch.size == batch.getMaxSize()) {
          out.addRowBatch(batch);
          batch.reset();
        }
      }
      out.addRowBatch(batch);
    }
    return count;
  }

  private OrcFile.WriterOptions options() {
    Configuration written = new Configuration(hadoop);
    OrcConf.OVERWRITE_OUTPUT_FILE.setBoolean(written, false);
    return OrcFile.writerOptions(written)
        .setSchema(table.schema())
        .compress(CompressionKind.LZ4)
        .bufferSize(BUFFER_BYTES)
        .rowIndexStride(STRIDE_ROWS);
  }

  /**
   * Reads the rows of a file in which a column has a wanted value; where few do, little more than
   * that column is read.
   *
   * @param column a column of 64-bit integers
   * @param wanted the values
   * @param rows takes the rows
   * @throws DamagedException with a message that names the file, if it is gone or damaged
   * @throws IOException with such a message, if it can't be read now
   */
  public void find(Path path, String column, LongPredicate wanted, Consumer<R> rows)
      throws IOException {
    Set<Long> present = new HashSet<>();
    try (ColumnReader reader = new ColumnReader(path, column)) {
      reader.forEach(
          value -> {
            if (wanted.test(value)) {
              present.add(value);
            }
          });
    }
    if (present.isEmpty()) {
      return;
    }
    try (RowReader reader = new RowReader(path, stridesOf(column, present))) {
      int index = table.schema().getFieldNames().indexOf(column);
      while (reader.hasNext()) {
        if (wanted.test(reader.number(index))) {
          rows.accept(reader.next());
        } else {
          reader.skip();
        }
      }
    }
  }

  /** Rows lie in the order of keys: most strides have none of the values, and are not read. */
  private Consumer<Reader.Options> stridesOf(String column, Set<Long> values) {
    if (values.size() > MAX_CHECKED_VALUES) {
      return options -> {};
    }
    SearchArgument argument =
        SearchArgumentFactory.newBuilder()
            .in(column, PredicateLeaf.Type.LONG, values.toArray())
            .build();
    return options -> options.searchArgument(argument, new String[] {column});
  }

  /**
   * All rows of a file, in the order of their keys. To be closed.
   *
   * @throws DamagedException with a message that names the file, if it is gone or damaged
   * @throws IOException with such a message, if it can't be read now
   */
  public RowReader open(Path path) throws IOException {
    return new RowReader(path, options -> {});
  }

  private IOException unreadable(Path path, Exception cause) {
    String message = path + " can't be read: " + cause.getMessage();
    return isWithinReach(path)
        ? new DamagedException(message, cause)
        : new IOException(message, cause);
  }

  /**
   * Whether all that there is of a file can be had now: what can't be understood then, never will.
   */
  private boolean isWithinReach(Path path) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
      int read = 0;
      while (read >= 0) {
        read = in.read(buffer);
      }
      return true;
    } catch (FileNotFoundException | EOFException | ChecksumException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads batches of rows out of a file. */
  private abstract class BatchReader implements AutoCloseable {
    final VectorizedRowBatch batch;
    private final Path path;
    private final Reader file;
    private final RecordReader reader;

    BatchReader(Path path, Consumer<Reader.Options> chosen) throws IOException {
      this.path = path;
      Reader opened = null;
      RecordReader started = null;
      try {
        opened = OrcFile.createReader(path, OrcFile.readerOptions(hadoop));
        Reader.Options options = opened.options().schema(table.schema());
        chosen.accept(options);
        started = opened.rows(options);
      } catch (IOException | RuntimeException e) {
        throw unreadable(path, e);
      } finally {
        if (opened != null && started == null) {
          opened.close();
        }
      }
      file = opened;
      reader = started;
      batch = table.schema().createRowBatch();
    }

    /** Reads the next rows; false if there are none. */
    final boolean nextBatch() throws IOException {
      try {
        return reader.nextBatch(batch);
      } catch (IOException | RuntimeException e) {
        throw unreadable(path, e);
      }
    }

    @Override
    public final void close() throws IOException {
      reader.close();
      file.close();
    }
  }

  /** Reads a column of 64-bit integers alone. */
  private final class ColumnReader extends BatchReader {
    private final int index;

    ColumnReader(Path path, String column) throws IOException {
      super(path, options -> options.include(only(column)));
      index = table.schema().getFieldNames().indexOf(column);
    }

    void forEach(LongConsumer values) throws IOException {
      while (nextBatch()) {
        LongColumnVector vector = (LongColumnVector) batch.cols[index];
        for (int row = 0; row < batch.size; row++) {
          values.accept(vector.vector[vector.isRepeating ? 0 : row]);
        }
      }
    }
  }

  private boolean[] only(String column) {
    TypeDescription schema = table.schema();
    boolean[] included = new boolean[schema.getMaximumId() + 1];
    included[0] = true;
    included[schema.findSubtype(column).getId()] = true;
    return included;
  }

  /** Reads rows one after the other. For one thread. */
  public final class RowReader extends BatchReader {
    private int position;

    private RowReader(Path path, Consumer<Reader.Options> chosen) throws IOException {
      super(path, chosen);
    }

    /** Whether there is one more row. */
    public boolean hasNext() throws IOException {
      while (position == batch.size) {
        position = 0;
        if (!nextBatch()) {
          batch.size = 0;
          return false;
        }
      }
      return true;
    }

    /** The next row, after {@link #hasNext}. */
    public R next() {
      return table.columns().read(batch.cols, position++);
    }

    private void skip() {
      position++;
    }

    /** The next row's value in a column of 64-bit integers. */
    private long number(int index) {
      LongColumnVector vector = (LongColumnVector) batch.cols[index];
      return vector.vector[vector.isRepeating ? 0 : position];
    }
  }

  /** The wanted values as a predicate. */
  public static LongPredicate oneOf(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return value -> Arrays.binarySearch(sorted, value) >= 0;
  }

  /** The rows of several files by key, of each key the newest. To be closed. */
  public MergedRows<R> merge(List<Path> paths) throws IOException {
    return new MergedRows<>(table, this, paths);
  }
}
