package org.variometer.spark;

import org.apache.spark.Partitioner;

/** Lets shards live in the partition of the topic from which all their records come. */
public final class HomePartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int partitions;
  private final int shardsOfEach;

  /**
   * Of a topic.
   *
   * @param partitions the topic's partitions
   * @param shardsOfEach how many shards live in each
   */
  public HomePartitioner(int partitions, int shardsOfEach) {
    this.partitions = partitions;
    this.shardsOfEach = shardsOfEach;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object shard) {
    return (Integer) shard / shardsOfEach;
  }

  /** The number of the first shard that lives in a partition. */
  public int firstShard(int partition) {
    return partition * shardsOfEach;
  }

  /** How many shards live in each partition. */
  public int shardsOfEach() {
    return shardsOfEach;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HomePartitioner that
        && partitions == that.partitions
        && shardsOfEach == that.shardsOfEach;
  }

  @Override
  public int hashCode() {
    return 31 * partitions + shardsOfEach;
  }
}
