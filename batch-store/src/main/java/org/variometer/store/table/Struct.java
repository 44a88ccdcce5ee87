package org.variometer.store.table;

import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.orc.TypeDescription;

/**
 * Values made of columns.
 *
 * @param <R> the values
 */
public final class Struct<R> extends ValueType<R> {
  private final List<Column<R, ?>> columns;
  private final Function<Values, R> maker;

  /** One value: its columns by their position, while it is made. */
  public static final class Values {
    private final ColumnVector[] fields;
    private final int row;

    private Values(ColumnVector[] fields, int row) {
      this.fields = fields;
      this.row = row;
    }

    /**
     * The value of the column at {@code position}.
     *
     * @param type the column's type
     */
    public <V> V at(int position, ValueType<V> type) {
      return type.read(fields[position], row);
    }

    /** The number in a column of 64-bit integers that is never null. */
    public long numberAt(int position) {
      ColumnVector vector = fields[position];
      return ((LongColumnVector) vector).vector[vector.isRepeating ? 0 : row];
    }
  }

  /**
   * Of these columns.
   *
   * @param maker makes a value of its columns
   */
  public Struct(List<Column<R, ?>> columns, Function<Values, R> maker) {
    this.columns = List.copyOf(columns);
    this.maker = maker;
  }

  @Override
  TypeDescription orc() {
    TypeDescription struct = TypeDescription.createStruct();
    columns.forEach(column -> struct.addField(column.name(), column.type().orc()));
    return struct;
  }

  @Override
  void set(R value, ColumnVector vector, int row) {
    write(value, ((StructColumnVector) vector).fields, row);
  }

  @Override
  R get(ColumnVector vector, int row) {
    return read(((StructColumnVector) vector).fields, row);
  }

  void write(R value, ColumnVector[] fields, int row) {
    for (int i = 0; i < fields.length; i++) {
      write(columns.get(i), value, fields[i], row);
    }
  }

  private static <R, V> void write(Column<R, V> column, R value, ColumnVector vector, int row) {
    column.type().write(column.value().apply(value), vector, row);
  }

  R read(ColumnVector[] fields, int row) {
    return maker.apply(new Values(fields, row));
  }
}
