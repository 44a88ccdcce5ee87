package org.variometer.store.table;

import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
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

  /** What was read of one value: its columns by their position. */
  public static final class Values {
    private final Object[] values;

    private Values(Object[] values) {
      this.values = values;
    }

    /**
     * The value of the column at {@code position}.
     *
     * @param type the column's type
     */
    @SuppressWarnings("unchecked") // Values of the type that the column has.
    public <V> V at(int position, ValueType<V> type) {
      return (V) values[position];
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
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[i] = columns.get(i).type().read(fields[i], row);
    }
    return maker.apply(new Values(values));
  }
}
