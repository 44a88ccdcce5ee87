/**
 * Records on their way into Kafka. Front doors: {@link
 * org.variometer.quickstart.kafka.BeaconSender} for records, {@link
 * org.variometer.quickstart.kafka.FileSender} for files of them.
 */
package org.variometer.quickstart.kafka;
