package org.variometer.store.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.apache.hadoop.fs.Path;

/**
 * The rows of several files in the order of their keys, of each key the newest. Holds a batch of
 * rows of each file. For one thread.
 *
 * @param <R> the rows
 */
public final class MergedRows<R> implements Iterator<R>, AutoCloseable {
  private final Table<R> table;
  private final List<TableFiles<R>.RowReader> readers = new ArrayList<>();
  private final PriorityQueue<Head> heads;

  MergedRows(Table<R> table, TableFiles<R> files, List<Path> paths) throws IOException {
    this.table = table;
    this.heads = new PriorityQueue<>((a, b) -> table.order().compare(a.row, b.row));
    boolean opened = false;
    try {
      for (Path path : paths) {
        TableFiles<R>.RowReader reader = files.open(path);
        readers.add(reader);
        advance(new Head(reader));
      }
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  /** A file and its row that is next. */
  private final class Head {
    private final TableFiles<R>.RowReader reader;
    private R row;

    Head(TableFiles<R>.RowReader reader) {
      this.reader = reader;
    }
  }

  private void advance(Head head) throws IOException {
    if (head.reader.hasNext()) {
      head.row = head.reader.next();
      heads.add(head);
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public R next() {
    if (heads.isEmpty()) {
      throw new NoSuchElementException("all rows of " + table.name() + " were taken");
    }
    try {
      R newest = take();
      while (!heads.isEmpty() && table.order().compare(heads.peek().row, newest) == 0) {
        newest = table.newest(newest, take());
      }
      return newest;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private R take() throws IOException {
    Head head = heads.remove();
    R row = head.row;
    advance(head);
    return row;
  }

  @Override
  public void close() throws IOException {
    for (TableFiles<R>.RowReader reader : readers) {
      reader.close();
    }
  }
}
