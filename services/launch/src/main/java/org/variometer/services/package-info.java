/**
 * ZooKeeper, Kafka and KairosDB as child processes. Front door: {@link
 * org.variometer.services.Services}; Hive's metastore besides: {@link
 * org.variometer.services.HiveMetastoreService}.
 */
package org.variometer.services;
