package org.variometer.store.rows;

import java.util.ArrayList;
import java.util.List;
import org.variometer.store.table.Column;
import org.variometer.store.table.Struct;
import org.variometer.store.table.ValueType;

/**
 * The share in the sums of a key's day that is of visits which entered at one instant.
 *
 * @param entered the instant, ms since the epoch; on an earlier day too
 * @param sums the share
 */
record ShareField(long entered, MeasureSums sums) {

  /** The type of the field. */
  static Struct<ShareField> struct() {
    List<Column<ShareField, ?>> columns = new ArrayList<>();
    columns.add(new Column<>("entered", ValueType.BIGINT, ShareField::entered));
    columns.addAll(MeasureSums.columns(ShareField::sums));
    return new Struct<>(
        columns,
        values -> new ShareField(values.at(0, ValueType.BIGINT), MeasureSums.at(1, values)));
  }
}
