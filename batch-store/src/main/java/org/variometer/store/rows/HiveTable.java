package org.variometer.store.rows;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A table that the batch writes; its file in {@code hive-ddl} says what its rows are. */
public enum HiveTable {
  /** The state of sessions that can change. */
  SESSION_STATE_ROWS,
  /** Sessions by the hour of their last hit. */
  SESSION_ROWS("hourly_partitioner", "[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{2}"),
  /** Totals by minute, hour and day. */
  TOTAL_ROWS("day", HiveTable.DAY),
  /** What each visitor did on each day. */
  VISITOR_DAY_ROWS("day", HiveTable.DAY),
  /** Records that are no beacons. */
  REJECTED_ROWS("day", HiveTable.DAY);

  private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

  private final String partitionColumn;
  private final Pattern partitionForm;

  HiveTable() {
    this("", "");
  }

  HiveTable(String partitionColumn, String partitionForm) {
    this.partitionColumn = partitionColumn;
    this.partitionForm = Pattern.compile(partitionForm);
  }

  /** The table of this name. */
  public static HiveTable named(String tableName) {
    return valueOf(tableName.toUpperCase(Locale.ROOT));
  }

  /** Its name within the database. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The column by which its files are divided into folders; empty if they are not. */
  public Optional<String> partitionColumn() {
    return partitionColumn.isEmpty() ? Optional.empty() : Optional.of(partitionColumn);
  }

  /**
   * The folder of a partition, within the table's.
   *
   * @throws IllegalArgumentException if the table has no such partition
   */
  public String folder(String partition) {
    requirePartition(partition);
    return partitionColumn + "=" + partition;
  }

  /** The partition in HQL. */
  public String clause(String partition) {
    requirePartition(partition);
    return "PARTITION (" + partitionColumn + "='" + partition + "')";
  }

  private void requirePartition(String partition) {
    if (partitionColumn.isEmpty()) {
      throw new IllegalArgumentException(tableName() + " has no partitions");
    }
    if (!partitionForm.matcher(partition).matches()) {
      throw new IllegalArgumentException(
          tableName() + " has no partition " + partition + "; expected " + partitionForm);
    }
  }
}
