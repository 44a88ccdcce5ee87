package org.variometer.stream.slot;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.Totals;
import org.variometer.shard.MeterShard;
import org.variometer.shard.RunCounts;
import org.variometer.shard.StateOfSlot;
import scala.Tuple2;

/** Makes the meters of a task out of their parts of the totals. */
final class JoinTotals
    implements PairFlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, Integer, MeterShard> {
  private static final long serialVersionUID = 1L;

  private final SlotEnd end;
  private final int oldestHour;
  private final byte[] counts;

  /**
   * Of a slot.
   *
   * @param end where it ends
   * @param oldestHour the first hour (since the epoch) that meters hold
   * @param counts what happened until then
   */
  JoinTotals(SlotEnd end, int oldestHour, RunCounts counts) {
    this.end = end;
    this.oldestHour = oldestHour;
    ByteWriter out = new ByteWriter(64);
    counts.writeTo(out);
    this.counts = out.toByteArray();
  }

  @Override
  public Iterator<Tuple2<Integer, MeterShard>> call(Iterator<Tuple2<Integer, byte[]>> parts) {
    StateOfSlot state = end.state();
    Map<Integer, List<Totals>> meters = new TreeMap<>();
    while (parts.hasNext()) {
      Tuple2<Integer, byte[]> part = parts.next();
      meters
          .computeIfAbsent(part._1(), meter -> new ArrayList<>())
          .add(Totals.readFrom(new ByteReader(part._2())));
    }
    return meters.entrySet().stream()
        .map(
            meter ->
                new Tuple2<>(
                    meter.getKey(),
                    state.meter(
                        meter.getValue(),
                        oldestHour,
                        meter.getKey() == 0
                            ? RunCounts.readFrom(new ByteReader(counts))
                            : RunCounts.NONE)))
        .iterator();
  }
}
