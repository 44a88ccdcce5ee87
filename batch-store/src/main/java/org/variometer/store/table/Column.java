package org.variometer.store.table;

import java.util.function.Function;

/**
 * A column of a table, or a field of a struct.
 *
 * @param <R> what it is part of
 * @param <V> its values
 * @param name its name, as in the table's DDL
 * @param type its type
 * @param value its value in a row
 */
public record Column<R, V>(String name, ValueType<V> type, Function<R, V> value) {}
