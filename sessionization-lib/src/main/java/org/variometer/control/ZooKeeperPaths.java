package org.variometer.control;

/** Where everything lies in ZooKeeper (spec §7). */
public final class ZooKeeperPaths {
  private final String root;

  /** The paths below this node. */
  public ZooKeeperPaths(String root) {
    this.root = root;
  }

  /** Which region writes, and the epoch of its right to do so. */
  public String writer() {
    return root + "/control/writer";
  }

  /** Which region runs the batch, and the epoch of its right to do so. */
  public String batch() {
    return root + "/control/batch";
  }

  /** Which region is to write next, and after which epoch. */
  public String successor() {
    return root + "/control/successor";
  }

  /** Buckets that somebody may have written who had lost the right to. */
  String repair() {
    return root + "/control/repair";
  }

  /** Below it lies what each region keeps. */
  String root() {
    return root;
  }

  /** There as long as who claimed a right lives: a node beside the right's own. */
  String holder(String right) {
    return right + "-holder";
  }

  /** What the batch touches to learn ZooKeeper's time. */
  public String batchClock() {
    return root + "/control/batch-clock";
  }

  /** What {@code failover} touches to learn ZooKeeper's time. */
  public String failoverClock() {
    return root + "/control/failover-clock";
  }

  /** Through where the batch is about to seal. */
  public String sealing() {
    return root + "/control/sealing";
  }

  /** Through where buckets are sealed. */
  public String sealedThrough() {
    return root + "/control/sealed-through";
  }

  /** The offsets of one stream in a topic, a node for each partition. */
  public String offsets(String region, String consumer, String topic) {
    return stream(region, consumer) + "/offsets/" + topic;
  }

  /** The offset in one partition: that of the first record that was not yet used. */
  public String offset(String region, String consumer, String topic, int partition) {
    return offsets(region, consumer, topic) + "/" + partition;
  }

  /** The time of the micro-batch that was committed last. */
  public String lastBatch(String region, String consumer, String topic) {
    return stream(region, consumer) + "/last-batch/" + topic;
  }

  /** Which process runs a region's stream. */
  public String runner(String region, String consumer) {
    return stream(region, consumer) + "/runner";
  }

  /** The instant of arrival that the log has passed, as of the last commit. */
  public String progress(String region, String consumer, String topic) {
    return stream(region, consumer) + "/progress/" + topic;
  }

  /** What a region's stream holds, in short. */
  public String digest(String region, String consumer, String topic) {
    return stream(region, consumer) + "/digest/" + topic;
  }

  /** The newest minute of what rolls that the region has written. */
  public String rolled(String region, String consumer, String topic) {
    return stream(region, consumer) + "/rolled/" + topic;
  }

  /** Which topic of its name the offsets are of. */
  public String topicOfOffsets(String region, String consumer, String topic) {
    return stream(region, consumer) + "/topic/" + topic;
  }

  /** There while a stream that began without the state of an earlier one catches up with it. */
  public String catchUp(String region, String consumer, String topic) {
    return stream(region, consumer) + "/catch-up/" + topic;
  }

  /** By what rules a region's stream computes, in short. */
  public String rules(String region, String consumer, String topic) {
    return stream(region, consumer) + "/rules/" + topic;
  }

  /** Through where a stream has left all buckets to the batch. */
  public String acknowledged(String region, String consumer, String topic) {
    return stream(region, consumer) + "/acknowledged/" + topic;
  }

  /** Where the pages of the Spark are that a stream runs on. */
  public String pages(String region, String consumer, String topic) {
    return stream(region, consumer) + "/spark/" + topic;
  }

  /** There while a region's monitor is to leave everything alone. */
  public String maintenance(String region) {
    return monitor(region) + "/maintenance";
  }

  /** Which of a region's monitors acts; there as long as it lives. */
  public String monitorHolder(String region) {
    return monitor(region) + "/holder";
  }

  /** What a region's monitor knows from one check to the next. */
  public String monitorState(String region) {
    return monitor(region) + "/state";
  }

  /** What a region's monitors touch to learn ZooKeeper's time. */
  public String monitorClock(String region) {
    return monitor(region) + "/clock";
  }

  private String monitor(String region) {
    return root + "/" + region + "/monitor";
  }

  private String stream(String region, String consumer) {
    return root + "/" + region + "/" + consumer;
  }
}
