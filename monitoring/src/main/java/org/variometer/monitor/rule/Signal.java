package org.variometer.monitor.rule;

import java.util.Optional;

/** What can be found wrong. */
public enum Signal {
  /** The master has no application of the stream's. */
  NO_APPLICATION(Subject.STREAM, Witness.MASTER),
  /** The stream's own Spark does not answer. */
  DRIVER_SILENT(Subject.STREAM, Witness.DRIVER),
  /** Too many of the last micro-batches failed. */
  BATCHES_FAILED(Subject.STREAM, Witness.DRIVER),
  /** A task runs and runs. */
  TASK_STUCK(Subject.STREAM, Witness.DRIVER),
  /** Nobody holds the right to write, which is the region's. */
  NO_WRITER(Subject.STREAM, Witness.COMMITS),
  /** No micro-batch was committed for long. */
  NO_BATCH(Subject.STREAM, Witness.COMMITS),
  /** More than one stream of the region is there. */
  SEVERAL_STREAMS(Subject.COPIES),
  /** Kafka does not answer. */
  KAFKA_DOWN(Subject.KAFKA),
  /** ZooKeeper does not answer. */
  ZOOKEEPER_DOWN(Subject.ZOOKEEPER),
  /** KairosDB does not answer. */
  KAIROSDB_DOWN(Subject.KAIROSDB),
  /** No Spark master is alive and answers. */
  MASTER_DOWN(Subject.SPARK),
  /** The master has no worker that lives. */
  NO_WORKER(Subject.SPARK),
  /** Micro-batches wait for those before them. */
  SCHEDULING_DELAYED(Subject.DELAY),
  /** Micro-batches end long after their time. */
  TOTAL_DELAYED(Subject.DELAY),
  /** The stream is behind what Kafka has, and does not come nearer. */
  LAGGING(Subject.LAG),
  /** The state has grown by a factor. */
  STATE_GROWS(Subject.STATE),
  /** A great share of the records is rejected. */
  MANY_REJECTED(Subject.REJECTED),
  /** The batch has found other numbers than the stream. */
  LAYERS_DISAGREE(Subject.LAYERS),
  /** Slots of the batch are missing. */
  BATCH_OVERDUE(Subject.BATCH),
  /** No stream ever ran in the region, which may be a wrong one: streams run in others. */
  REGION_UNKNOWN(Subject.REGION),
  /** Maintenance was not ended. */
  MAINTENANCE_LONG(Subject.MAINTENANCE);

  private final Subject subject;
  private final Optional<Witness> witness;

  Signal(Subject subject) {
    this.subject = subject;
    this.witness = Optional.empty();
  }

  Signal(Subject subject, Witness witness) {
    this.subject = subject;
    this.witness = Optional.of(witness);
  }

  /** What it is about. */
  public Subject subject() {
    return subject;
  }

  /** Who says it, where that counts. */
  public Optional<Witness> witness() {
    return witness;
  }
}
