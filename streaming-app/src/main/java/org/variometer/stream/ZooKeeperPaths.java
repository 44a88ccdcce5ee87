package org.variometer.stream;

/** Where everything lies in ZooKeeper (spec §7). */
final class ZooKeeperPaths {
  private final String root;

  ZooKeeperPaths(String root) {
    this.root = root;
  }

  /** Which region writes, and the epoch of its right to do so. */
  String writer() {
    return root + "/control/writer";
  }

  /** The offsets of one stream in a topic, a node for each partition. */
  String offsets(String region, String consumer, String topic) {
    return root + "/" + region + "/" + consumer + "/offsets/" + topic;
  }

  /** The time of the micro-batch that was committed last. */
  String lastBatch(String region, String consumer, String topic) {
    return root + "/" + region + "/" + consumer + "/last-batch/" + topic;
  }

  /** There while a stream that began without the state of an earlier one catches up with it. */
  String catchUp(String region, String consumer, String topic) {
    return root + "/" + region + "/" + consumer + "/catch-up/" + topic;
  }

  /** The offset in one partition: that of the first record that was not yet used. */
  String offset(String region, String consumer, String topic, int partition) {
    return offsets(region, consumer, topic) + "/" + partition;
  }
}
