package org.variometer.config;

/**
 * Where the batch's tables are known.
 *
 * @param metastore address of the metastore's server, like thrift://host:9083; empty: a database of
 *     the batch's own
 * @param database the database that tables and views are in
 */
public record HiveSettings(String metastore, String database) {}
