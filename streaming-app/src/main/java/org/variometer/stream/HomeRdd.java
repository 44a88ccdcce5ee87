package org.variometer.stream;

import java.util.List;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.variometer.shard.Packet;
import scala.Option;
import scala.Some;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag$;

/**
 * Packets that were read where their shards live: partition by partition of the topic, so that
 * nothing has to move. The parent's partitions come in any order of the topic's.
 */
final class HomeRdd extends RDD<Tuple2<Integer, Packet>> {
  private static final long serialVersionUID = 1L;

  private final Partitioner home;

  /**
   * Declares where packets are.
   *
   * @param packets what each task read, of the range of the same index
   * @param ranges what each task read of which partition
   * @param home where shards live: in the partition of the topic's number
   */
  HomeRdd(RDD<Tuple2<Integer, Packet>> packets, OffsetRange[] ranges, Partitioner home) {
    super(
        packets.context(),
        seq(new Permuted(packets, parents(ranges))),
        ClassTag$.MODULE$.apply(Tuple2.class));
    this.home = home;
  }

  @Override
  public Option<Partitioner> partitioner() {
    return new Some<>(home);
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[home.numPartitions()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new Place(i);
    }
    return partitions;
  }

  @Override
  public Iterator<Tuple2<Integer, Packet>> compute(Partition split, TaskContext context) {
    Permuted dependency = (Permuted) dependencies().head();
    RDD<Tuple2<Integer, Packet>> packets = dependency.rdd();
    return packets.iterator(packets.partitions()[dependency.parent(split.index())], context);
  }

  private static int[] parents(OffsetRange[] ranges) {
    int[] parents = new int[ranges.length];
    for (int i = 0; i < ranges.length; i++) {
      parents[ranges[i].partition()] = i;
    }
    return parents;
  }

  private static <T> Seq<T> seq(T only) {
    return JavaConverters.asScalaBuffer(List.of(only)).toSeq();
  }

  /** A partition by its number. */
  private record Place(int index) implements Partition {
    private static final long serialVersionUID = 1L;
  }

  /** Which partition of the parent each partition comes from. */
  private static final class Permuted extends NarrowDependency<Tuple2<Integer, Packet>> {
    private static final long serialVersionUID = 1L;

    private final int[] parents;

    Permuted(RDD<Tuple2<Integer, Packet>> rdd, int[] parents) {
      super(rdd);
      this.parents = parents;
    }

    int parent(int partition) {
      return parents[partition];
    }

    @Override
    public Seq<Object> getParents(int partition) {
      return seq(parents[partition]);
    }
  }
}
