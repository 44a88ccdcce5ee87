package org.variometer.monitor.rule;

/** What an incident is about: one incident each at a time. */
public enum Subject {
  /** The stream does not work. */
  STREAM("the stream"),
  /** More than one stream of the region is there. */
  COPIES("copies of the stream"),
  /** Kafka does not answer. */
  KAFKA("Kafka"),
  /** ZooKeeper does not answer. */
  ZOOKEEPER("ZooKeeper"),
  /** KairosDB does not answer. */
  KAIROSDB("KairosDB"),
  /** The Spark master does not answer, or has no worker. */
  SPARK("the Spark cluster"),
  /** Micro-batches wait or take long. */
  DELAY("the stream's delay"),
  /** The stream is behind what Kafka has. */
  LAG("the stream's lag"),
  /** The stream holds many more sessions than before. */
  STATE("the stream's state"),
  /** Many records are rejected. */
  REJECTED("rejected records"),
  /** The layers have other numbers. */
  LAYERS("the layers"),
  /** The batch is behind. */
  BATCH("the batch"),
  /** The region has no stream, and others have. */
  REGION("the region"),
  /** Maintenance lasts long. */
  MAINTENANCE("maintenance");

  private final String words;

  Subject(String words) {
    this.words = words;
  }

  /** Whether the stream needs it: while it is down a restart helps nobody. */
  public boolean isDependency() {
    return this == KAFKA || this == ZOOKEEPER || this == KAIROSDB || this == SPARK;
  }

  @Override
  public String toString() {
    return words;
  }
}
