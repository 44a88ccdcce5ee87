/**
 * Rows in ORC files: how they are written, found and merged. Front doors: {@link
 * org.variometer.store.table.Table} says what a table's rows are, {@link
 * org.variometer.store.table.TableFiles} writes and reads its files.
 */
package org.variometer.store.table;
