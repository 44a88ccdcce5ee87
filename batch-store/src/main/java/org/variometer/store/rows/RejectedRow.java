package org.variometer.store.rows;

import java.util.Comparator;
import java.util.List;
import org.variometer.beacon.RejectReason;
import org.variometer.store.table.Column;
import org.variometer.store.table.Struct;
import org.variometer.store.table.Table;
import org.variometer.store.table.ValueType;

/**
 * A record that is no beacon, with its payload.
 *
 * @param reason why
 * @param arrival when it arrived, ms since the epoch
 * @param sourcePartition the partition of the log that it is from, null if it is from a file
 * @param key its key, empty if it has none
 * @param payload its payload, empty if it has none
 * @param origin who wrote the row
 */
public record RejectedRow(
    RejectReason reason,
    long arrival,
    Integer sourcePartition,
    byte[] key,
    byte[] payload,
    Origin origin) {
  /** The table {@code rejected_rows}. */
  public static final Table<RejectedRow> TABLE =
      new Table<>(
          "rejected_rows",
          new Struct<>(
              List.of(
                  new Column<>("reason", ValueType.STRING, row -> row.reason().wireName()),
                  new Column<>("arrival", ValueType.BIGINT, RejectedRow::arrival),
                  new Column<>("source_partition", ValueType.INT, RejectedRow::sourcePartition),
                  new Column<>("record_key", ValueType.BINARY, RejectedRow::key),
                  new Column<>("payload", ValueType.BINARY, RejectedRow::payload),
                  new Column<>("slot", ValueType.STRING, row -> row.origin().slot()),
                  new Column<>("run", ValueType.STRING, row -> row.origin().run())),
              values ->
                  new RejectedRow(
                      RejectReason.ofWireName(values.at(0, ValueType.STRING)),
                      values.at(1, ValueType.BIGINT),
                      values.at(2, ValueType.INT),
                      values.at(3, ValueType.BINARY),
                      values.at(4, ValueType.BINARY),
                      new Origin(values.at(5, ValueType.STRING), values.at(6, ValueType.STRING)))),
          Comparator.comparingLong(RejectedRow::arrival),
          row -> row.origin().slot());
}
