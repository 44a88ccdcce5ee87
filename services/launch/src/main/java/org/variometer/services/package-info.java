/**
 * ZooKeeper, Kafka and KairosDB as child processes. Front door: {@link
 * org.variometer.services.Services}; besides: {@link org.variometer.services.HiveMetastoreService}
 * and {@link org.variometer.services.S3Service}.
 */
package org.variometer.services;
