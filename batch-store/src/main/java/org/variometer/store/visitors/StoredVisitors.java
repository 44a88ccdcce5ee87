package org.variometer.store.visitors;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.variometer.metric.MetricCatalog;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.manifest.TableFolders;
import org.variometer.store.rows.Days;
import org.variometer.store.rows.VisitorDayRow;

/**
 * The visitors that a slot has published, as they were when it was. Immutable; parts can be read at
 * the same time.
 */
public final class StoredVisitors {
  private final String directory;
  private final MetricCatalog catalog;
  private final Configuration hadoop;

  /** The files by bucket and day. */
  private final SortedMap<Integer, SortedMap<Integer, List<Path>>> files = new TreeMap<>();

  /**
   * Finds the files.
   *
   * @param directory the batch's directory
   * @param published what the slot published
   * @param days the days to be read; those of others are left alone
   * @param catalog the custom metrics that are declared
   * @throws IOException if the folders of tables can't be read now
   */
  public StoredVisitors(
      String directory,
      Manifest published,
      DayRange days,
      MetricCatalog catalog,
      Configuration hadoop)
      throws IOException {
    this.directory = directory;
    this.catalog = catalog;
    this.hadoop = hadoop;
    String table = VisitorDayRow.TABLE.name();
    TableFolders folders = new TableFolders(directory, hadoop);
    Map<String, List<TableFile>> listed =
        published.filesOf(table).collect(Collectors.groupingBy(TableFile::partition));
    SortedSet<String> partitions = new TreeSet<>(folders.partitions(table));
    partitions.addAll(listed.keySet());
    for (String partition : partitions) {
      if (days.has(Days.epochDay(partition))) {
        List<TableFile> ofDay = listed.getOrDefault(partition, List.of());
        folders.filesOf(table, partition, ofDay, published.settledBefore()).forEach(this::add);
      }
    }
  }

  private void add(TableFile file) {
    files
        .computeIfAbsent(file.bucket(), bucket -> new TreeMap<>())
        .computeIfAbsent(Days.epochDay(file.partition()), day -> new ArrayList<>())
        .add(new Path(directory, file.path()));
  }

  /**
   * The parts into which visitors are divided, a visitor being in one of them with all its days.
   */
  public List<Integer> parts() {
    return List.copyOf(files.keySet());
  }

  /**
   * Reads the visitors of a part, in the order of their hashes. To be closed.
   *
   * @param part one of {@link #parts}
   * @throws IOException with a message that names the file that can't be read
   */
  public VisitorsOfPart open(int part) throws IOException {
    return new VisitorsOfPart(files.get(part), catalog, hadoop);
  }
}
