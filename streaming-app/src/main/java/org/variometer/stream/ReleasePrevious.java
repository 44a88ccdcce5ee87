package org.variometer.stream;

import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.VoidFunction;

/** Frees the memory of a micro-batch's state when the next one's is there. */
final class ReleasePrevious<S> implements VoidFunction<JavaPairRDD<Integer, S>> {
  private static final long serialVersionUID = 1L;

  private transient JavaPairRDD<Integer, S> previous;

  @Override
  public void call(JavaPairRDD<Integer, S> state) throws StreamException {
    BatchFinisher.current().requireNoFailure();
    if (previous != null) {
      previous.unpersist(false);
    }
    previous = state;
  }
}
