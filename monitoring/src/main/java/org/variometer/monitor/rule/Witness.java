package org.variometer.monitor.rule;

/** Who says that the stream does not work. Two of them can't be wrong for one reason. */
public enum Witness {
  /** The Spark master, of its applications. */
  MASTER,
  /** The stream's own Spark, of its micro-batches and tasks. */
  DRIVER,
  /** ZooKeeper, of who holds the right to write and of what was committed. */
  COMMITS
}
