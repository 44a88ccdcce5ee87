package org.variometer.benchmarks.stream;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the stream has to do.
 *
 * @param rate records offered in a second
 * @param sessions sessions held
 * @param intervalSeconds from one micro-batch to the next
 * @param warmUp micro-batches before those that count
 * @param measured micro-batches that count
 * @param partitions partitions of the topic
 * @param settings more settings of the stream
 */
record StreamLoad(
    int rate,
    int sessions,
    int intervalSeconds,
    int warmUp,
    int measured,
    int partitions,
    Map<String, String> settings) {

  /** Records of a micro-batch. */
  long recordsOfBatch() {
    return (long) (rate / partitions) * partitions * intervalSeconds;
  }

  /** Records in all. */
  long records() {
    return recordsOfBatch() * (warmUp + measured);
  }

  /** The configuration of the stream, but for where services and checkpoints are. */
  Map<String, String> configuration() {
    Map<String, String> options = new TreeMap<>();
    options.put("variometer.stream.master", "local[2]");
    options.put("variometer.stream.batch-interval", intervalSeconds + "s");
    options.put("variometer.stream.max-rate-per-partition", Integer.toString(rate / partitions));
    options.put("variometer.stream.backpressure", "false");
    options.putAll(settings);
    return options;
  }
}
