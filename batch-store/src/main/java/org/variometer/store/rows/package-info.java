/**
 * The rows of each table (see {@code hive-ddl}): how what the library knows stands in columns.
 * Front door: the {@code TABLE} of each row.
 */
package org.variometer.store.rows;
