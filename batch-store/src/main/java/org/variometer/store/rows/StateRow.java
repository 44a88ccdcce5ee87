package org.variometer.store.rows;

import java.util.Comparator;
import java.util.List;
import org.variometer.beacon.SessionKey;
import org.variometer.store.table.Column;
import org.variometer.store.table.Struct;
import org.variometer.store.table.Table;
import org.variometer.store.table.ValueType;

/**
 * What is known of a session.
 *
 * @param hash the hash of its key, which chooses its bucket
 * @param session the session
 * @param lastArrival the latest arrival of its records, ms since the epoch
 * @param state its state as {@link org.variometer.session.SessionCodec} keeps it
 * @param origin who wrote the row
 */
public record StateRow(
    long hash, SessionKey session, long lastArrival, byte[] state, Origin origin) {
  /** The column by which rows are found. */
  public static final String HASH = "session_hash";

  /** The column of the latest arrivals. */
  public static final String LAST_ARRIVAL = "last_arrival";

  /** The table {@code session_state_rows}. */
  public static final Table<StateRow> TABLE =
      new Table<>(
          "session_state_rows",
          new Struct<>(
              List.of(
                  new Column<>(HASH, ValueType.BIGINT, StateRow::hash),
                  new Column<>("site", ValueType.STRING, row -> row.session().site()),
                  new Column<>("session_id", ValueType.STRING, row -> row.session().sessionId()),
                  new Column<>(LAST_ARRIVAL, ValueType.BIGINT, StateRow::lastArrival),
                  new Column<>("state", ValueType.BINARY, StateRow::state),
                  new Column<>("slot", ValueType.STRING, row -> row.origin().slot()),
                  new Column<>("run", ValueType.STRING, row -> row.origin().run())),
              values ->
                  new StateRow(
                      values.at(0, ValueType.BIGINT),
                      new SessionKey(
                          values.at(1, ValueType.STRING), values.at(2, ValueType.STRING)),
                      values.at(3, ValueType.BIGINT),
                      values.at(4, ValueType.BINARY),
                      new Origin(values.at(5, ValueType.STRING), values.at(6, ValueType.STRING)))),
          Comparator.comparingLong(StateRow::hash).thenComparing(StateRow::session),
          row -> row.origin().slot(),
          StateRow::lastArrival);
}
