package org.variometer.stream;

import org.apache.spark.Partitioner;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.dstream.PairDStreamFunctions;
import org.variometer.spark.UpdateFunction;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Spark's {@code updateStateByKey} for immutable values that share what did not change. */
final class StatefulOperator {
  private StatefulOperator() {}

  /**
   * The state of each key after each micro-batch.
   *
   * @param arrived what arrives for the keys
   * @param update how it changes their state
   * @param partitioner where keys live
   * @param checkpoint how often the state is kept
   */
  static <V, S> JavaPairDStream<Integer, S> state(
      JavaPairDStream<Integer, V> arrived,
      Class<V> arrivedType,
      UpdateFunction<V, S> update,
      Class<S> stateType,
      Partitioner partitioner,
      Duration checkpoint) {
    ClassTag<Integer> keyTag = ClassTag$.MODULE$.apply(Integer.class);
    ClassTag<S> stateTag = ClassTag$.MODULE$.apply(stateType);
    PairDStreamFunctions<Integer, V> keyed =
        new PairDStreamFunctions<>(
            arrived.dstream(), keyTag, ClassTag$.MODULE$.apply(arrivedType), null);
    DStream<Tuple2<Integer, S>> state = keyed.updateStateByKey(update, partitioner, true, stateTag);
    // Keeping checkpoints makes Spark hold the state as bytes, unless it is told after that.
    state.checkpoint(checkpoint);
    state.persist(StorageLevel.MEMORY_ONLY());
    return JavaPairDStream.fromPairDStream(state, keyTag, stateTag);
  }
}
