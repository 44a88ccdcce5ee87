/**
 * Measures the stream from Kafka to KairosDB. Front door: {@link
 * org.variometer.benchmarks.stream.StreamCommand}.
 */
package org.variometer.benchmarks.stream;
