/**
 * The streaming app: beacons from Kafka, micro-batch by micro-batch, into sessions, totals and
 * KairosDB (spec §5–§8). Front door: {@link org.variometer.stream.StreamApp}.
 */
package org.variometer.stream;
