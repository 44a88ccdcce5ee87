package org.variometer.store.table;

import java.util.Comparator;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.orc.TypeDescription;

/**
 * What the rows of a table are. Every row carries the slot that wrote it; of several with one key
 * that of the latest slot is the one that holds.
 *
 * @param <R> the rows
 * @param name the table's name, as in its DDL
 * @param columns the columns, in order
 * @param order the order of keys; rows of one key are equal in it
 * @param slot the name of the slot that wrote a row
 * @param arrival the latest arrival that a row knows of, ms since the epoch; {@link Long#MIN_VALUE}
 *     if it knows of none
 */
public record Table<R>(
    String name,
    Struct<R> columns,
    Comparator<R> order,
    Function<R, String> slot,
    ToLongFunction<R> arrival) {

  /** A table whose rows know of no arrival. */
  public Table(String name, Struct<R> columns, Comparator<R> order, Function<R, String> slot) {
    this(name, columns, order, slot, row -> Long.MIN_VALUE);
  }

  /** The columns in ORC's words, as in {@code struct<a:bigint,b:string>}. */
  public TypeDescription schema() {
    return columns.orc();
  }

  /** Whichever of two rows of one key holds. */
  public R newest(R a, R b) {
    return slot.apply(a).compareTo(slot.apply(b)) >= 0 ? a : b;
  }
}
