package org.variometer.store.manifest;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.variometer.slot.Slot;
import org.variometer.store.rows.HiveTable;

/**
 * The folders of the tables. A partition that nothing was written to for longer than slots are kept
 * is settled: manifests do not list its files any more, all in its folder are live.
 */
public final class TableFolders {
  private static final String TABLES = "tables";
  private static final Pattern NAME =
      Pattern.compile(".*-bucket-([0-9]+)-level-([0-9]+)-task-[0-9]+-[0-9]+\\.orc");

  private final Path root;
  private final FileSystem files;

  /** Below the batch's directory. */
  public TableFolders(String directory, Configuration hadoop) throws IOException {
    this.root = new Path(directory);
    this.files = root.getFileSystem(hadoop);
  }

  /**
   * The path of a file, below the batch's directory.
   *
   * @param partition the value of the table's partition column, empty if it has none
   * @param run the run that writes it; begins with its slot's {@link
   *     org.variometer.slot.Slot#folder}
   * @param task tells files of one bucket and level apart
   * @param number tells files of one task apart
   */
  public static String path(
      String table, String partition, String run, int bucket, int level, long task, int number) {
    return folder(table, partition)
        + "/"
        + run
        + "-bucket-"
        + bucket
        + "-level-"
        + level
        + "-task-"
        + task
        + "-"
        + number
        + ".orc";
  }

  private static String folder(String table, String partition) {
    String folder = TABLES + "/" + table;
    return partition.isEmpty() ? folder : folder + "/" + HiveTable.named(table).folder(partition);
  }

  /**
   * The files of a settled partition; none if there is no such partition.
   *
   * @param before later slots' files are of runs that were gone back on, as a {@link
   *     org.variometer.slot.Slot#folder}
   */
  public List<TableFile> settled(String table, String partition, String before) throws IOException {
    List<TableFile> found = new ArrayList<>();
    for (FileStatus status : below(new Path(root, folder(table, partition)))) {
      String name = status.getPath().getName();
      Matcher parts = NAME.matcher(name);
      if (parts.matches()) {
        TableFile file =
            new TableFile(
                table,
                partition,
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                folder(table, partition) + "/" + name,
                TableFile.UNKNOWN_ROWS,
                TableFile.NO_ARRIVAL);
        if (file.slotFolder().compareTo(before) < 0) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /**
   * The files of a partition.
   *
   * @param listed the files that a manifest lists of the table
   * @param settledBefore as {@link Manifest#settledBefore}
   */
  public List<TableFile> filesOf(
      String table, String partition, List<TableFile> listed, String settledBefore)
      throws IOException {
    List<TableFile> found =
        listed.stream().filter(file -> file.partition().equals(partition)).toList();
    return found.isEmpty() ? settled(table, partition, settledBefore) : found;
  }

  /** The partitions that a table has, settled or not. */
  public List<String> partitions(String table) throws IOException {
    List<String> partitions = new ArrayList<>();
    for (FileStatus status : below(new Path(root, TABLES + "/" + table))) {
      String name = status.getPath().getName();
      if (status.isDirectory() && name.indexOf('=') > 0) {
        partitions.add(name.substring(name.indexOf('=') + 1));
      }
    }
    return partitions;
  }

  /** What is in a folder; nothing if there is no such folder. */
  private FileStatus[] below(Path folder) throws IOException {
    try {
      return files.listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  /**
   * Empties all tables: where nothing is published, all of it is of runs that were gone back on.
   * Their folders stay, because a table without one can't be read.
   */
  public void removeAll() throws IOException {
    for (FileStatus table : below(new Path(root, TABLES))) {
      for (FileStatus content : below(table.getPath())) {
        files.delete(content.getPath(), true);
      }
    }
  }

  /** Removes the files that runs of a slot wrote: every folder is looked into. */
  public void removeOf(Slot slot) throws IOException {
    for (FileStatus table : below(new Path(root, TABLES))) {
      for (FileStatus content : below(table.getPath())) {
        if (content.isDirectory()) {
          for (FileStatus file : below(content.getPath())) {
            removeOf(slot, file.getPath());
          }
        } else {
          removeOf(slot, content.getPath());
        }
      }
    }
  }

  private void removeOf(Slot slot, Path file) throws IOException {
    if (file.getName().startsWith(slot.folder() + "-")) {
      files.delete(file, false);
    }
  }

  /** Removes a partition with all its files. */
  public void remove(String table, String partition) throws IOException {
    files.delete(new Path(root, folder(table, partition)), true);
  }
}
