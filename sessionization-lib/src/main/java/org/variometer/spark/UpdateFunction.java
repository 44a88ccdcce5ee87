package org.variometer.spark;

import java.io.Serializable;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import scala.Option;
import scala.Some;
import scala.Tuple2;
import scala.Tuple3;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/**
 * An update of keyed state in the form in which {@code updateStateByKey} takes it: a task makes one
 * updater and uses it for all its keys.
 *
 * @param <V> what arrives for a key
 * @param <S> a key's state
 */
public final class UpdateFunction<V, S>
    extends AbstractFunction1<
        Iterator<Tuple3<Integer, Seq<V>, Option<S>>>, Iterator<Tuple2<Integer, S>>>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SerializableSupplier<BiFunction<S, List<V>, S>> updater;
  private final SerializableFunction<Integer, S> origin;

  /** A supplier that travels to tasks. */
  @FunctionalInterface
  public interface SerializableSupplier<T> extends Supplier<T>, Serializable {}

  /** A function that travels to tasks. */
  @FunctionalInterface
  public interface SerializableFunction<K, S> extends Function<K, S>, Serializable {}

  /**
   * Updates with what {@code updater} makes in each task.
   *
   * @param origin the state from which a key begins
   * @param updater makes the function from a state and what arrived for it to the next state
   */
  public UpdateFunction(
      SerializableFunction<Integer, S> origin,
      SerializableSupplier<BiFunction<S, List<V>, S>> updater) {
    this.origin = origin;
    this.updater = updater;
  }

  @Override
  public Iterator<Tuple2<Integer, S>> apply(Iterator<Tuple3<Integer, Seq<V>, Option<S>>> keys) {
    BiFunction<S, List<V>, S> update = updater.get();
    return keys.map(
        new AbstractFunction1<>() {
          @Override
          public Tuple2<Integer, S> apply(Tuple3<Integer, Seq<V>, Option<S>> key) {
            S prior = key._3() instanceof Some<S> known ? known.value() : origin.apply(key._1());
            return new Tuple2<>(
                key._1(), update.apply(prior, JavaConverters.seqAsJavaList(key._2())));
          }
        });
  }
}
