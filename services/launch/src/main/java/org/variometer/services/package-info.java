/**
 * ZooKeeper, Kafka and KairosDB as child processes. Front door: {@link
 * org.variometer.services.Services}.
 */
package org.variometer.services;
