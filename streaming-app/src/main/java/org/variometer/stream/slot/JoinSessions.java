package org.variometer.stream.slot;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.variometer.codec.ByteReader;
import org.variometer.shard.SessionShard;
import org.variometer.shard.StateOfSlot;
import scala.Tuple2;

/** Puts the shards of a task together out of their parts. */
final class JoinSessions
    implements PairFlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, Integer, SessionShard> {
  private static final long serialVersionUID = 1L;

  private final SlotEnd end;

  /** Of a slot that ends there. */
  JoinSessions(SlotEnd end) {
    this.end = end;
  }

  @Override
  public Iterator<Tuple2<Integer, SessionShard>> call(Iterator<Tuple2<Integer, byte[]>> parts) {
    StateOfSlot state = end.state();
    Map<Integer, StateOfSlot.Sessions> shards = new TreeMap<>();
    while (parts.hasNext()) {
      Tuple2<Integer, byte[]> part = parts.next();
      shards
          .computeIfAbsent(part._1(), shard -> state.new Sessions())
          .addAll(SessionShard.readFrom(new ByteReader(part._2())));
    }
    return shards.entrySet().stream()
        .map(shard -> new Tuple2<>(shard.getKey(), shard.getValue().build()))
        .iterator();
  }
}
