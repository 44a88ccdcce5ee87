package org.variometer.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.variometer.series.SealedThrough;
import org.variometer.shard.MeterInput;
import org.variometer.shard.SessionShard;
import scala.Tuple2;

/** Tells each meter what the last micro-batch did to a partition's shards of sessions. */
public final class Contribute
    implements PairFlatMapFunction<Iterator<Tuple2<Integer, SessionShard>>, Integer, MeterInput> {
  private static final long serialVersionUID = 1L;

  private final int meters;
  private final long sealedThrough;

  /**
   * Divides among the meters.
   *
   * @param meters how many there are
   * @param sealed through where buckets are another's
   */
  public Contribute(int meters, SealedThrough sealed) {
    this.meters = meters;
    this.sealedThrough = sealed.millis();
  }

  @Override
  public Iterator<Tuple2<Integer, MeterInput>> call(
      Iterator<Tuple2<Integer, SessionShard>> shards) {
    MeterInput.Builder inputs = new MeterInput.Builder(meters, new SealedThrough(sealedThrough));
    shards.forEachRemaining(shard -> inputs.add(shard._2()));
    List<Tuple2<Integer, MeterInput>> byMeter = new ArrayList<>(meters);
    for (MeterInput input : inputs.build()) {
      byMeter.add(new Tuple2<>(byMeter.size(), input));
    }
    return byMeter.iterator();
  }
}
