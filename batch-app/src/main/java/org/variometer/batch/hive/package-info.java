/**
 * What the batch keeps, as tables and views of Hive: the files of {@code hive-ddl} say what there
 * is. Front door: {@link org.variometer.batch.hive.HiveTables}, in a session of Spark's that {@link
 * org.variometer.batch.hive.HiveSession} has configured.
 */
package org.variometer.batch.hive;
