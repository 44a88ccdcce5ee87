package org.variometer.store.visitors;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.variometer.metric.MetricCatalog;
import org.variometer.readout.VisitorHistory;
import org.variometer.store.rows.CustomNames;
import org.variometer.store.rows.VisitorDayRow;
import org.variometer.store.table.MergedRows;
import org.variometer.store.table.TableFiles;

/**
 * The visitors of a part, one after the other: each day's files lie in the order of visitors, so
 * that days are merged and nothing is sorted. Holds a batch of rows of each file. For one thread;
 * what can't be read any more is an {@link java.io.UncheckedIOException}.
 */
public final class VisitorsOfPart implements Iterator<VisitorHistory>, AutoCloseable {
  private static final Comparator<Head> ORDER =
      ((Comparator<Head>) (a, b) -> VisitorDayRow.TABLE.order().compare(a.row, b.row))
          .thenComparingInt(head -> head.epochDay);

  private final CustomNames names;
  private final List<MergedRows<VisitorDayRow>> days = new ArrayList<>();
  private final PriorityQueue<Head> heads = new PriorityQueue<>(ORDER);

  VisitorsOfPart(
      SortedMap<Integer, List<Path>> filesByDay, MetricCatalog catalog, Configuration hadoop)
      throws IOException {
    this.names = new CustomNames(catalog);
    TableFiles<VisitorDayRow> files = new TableFiles<>(VisitorDayRow.TABLE, hadoop);
    boolean opened = false;
    try {
      for (Map.Entry<Integer, List<Path>> day : filesByDay.entrySet()) {
        MergedRows<VisitorDayRow> rows = files.merge(day.getValue());
        days.add(rows);
        advance(new Head(day.getKey(), rows));
      }
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  /** A day and its row that is next. */
  private static final class Head {
    private final int epochDay;
    private final MergedRows<VisitorDayRow> rows;
    private VisitorDayRow row;

    Head(int epochDay, MergedRows<VisitorDayRow> rows) {
      this.epochDay = epochDay;
      this.rows = rows;
    }
  }

  private void advance(Head head) {
    if (head.rows.hasNext()) {
      head.row = head.rows.next();
      heads.add(head);
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public VisitorHistory next() {
    if (heads.isEmpty()) {
      throw new NoSuchElementException("all visitors of the part were taken");
    }
    VisitorDayRow first = heads.peek().row;
    List<VisitorHistory.Day> ofVisitor = new ArrayList<>();
    while (!heads.isEmpty() && VisitorDayRow.TABLE.order().compare(heads.peek().row, first) == 0) {
      Head head = heads.remove();
      ofVisitor.add(new VisitorHistory.Day(head.epochDay, head.row.day(head.epochDay, names)));
      advance(head);
    }
    return new VisitorHistory(first.site(), first.visitorId(), ofVisitor);
  }

  @Override
  public void close() throws IOException {
    for (MergedRows<VisitorDayRow> day : days) {
      day.close();
    }
  }
}
