package org.variometer.spark;

import org.apache.spark.Partitioner;

/** Spreads shards, which are numbered from 0, evenly over partitions. */
public final class ShardPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int partitions;

  /** Spreads over this many partitions. */
  public ShardPartitioner(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object shard) {
    return (Integer) shard % partitions;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShardPartitioner that && partitions == that.partitions;
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
