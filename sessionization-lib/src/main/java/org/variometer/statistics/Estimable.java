package org.variometer.statistics;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A figure, or the reason why there is none.
 *
 * @param <T> what the figure is; doubles are finite
 */
public final class Estimable<T> {
  private final T figure;
  private final Obstacle obstacle;

  private Estimable(T figure, Obstacle obstacle) {
    this.figure = figure;
    this.obstacle = obstacle;
  }

  static <T> Estimable<T> of(T figure) {
    return new Estimable<>(Objects.requireNonNull(figure), null);
  }

  /** The number, unless it is none that can be shown. */
  static Estimable<Double> finite(double number) {
    return Double.isFinite(number) ? of(number) : not(Obstacle.TOO_LARGE);
  }

  static <T> Estimable<T> not(Obstacle obstacle) {
    return new Estimable<>(null, Objects.requireNonNull(obstacle));
  }

  /** Whether there is a figure. */
  public boolean isKnown() {
    return figure != null;
  }

  /**
   * The figure.
   *
   * @throws NoSuchElementException if there is none
   */
  public T get() {
    if (figure == null) {
      throw new NoSuchElementException(toString());
    }
    return figure;
  }

  /** The figure, if there is one. */
  public Optional<T> figure() {
    return Optional.ofNullable(figure);
  }

  /** Why there is no figure, if there is none. */
  public Optional<Obstacle> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  /** A figure computed from this one; where there is none the same reason. */
  public <U> Estimable<U> map(Function<? super T, U> function) {
    return flatMap(known -> of(function.apply(known)));
  }

  /** What may be computed from this figure; where there is none the same reason. */
  public <U> Estimable<U> flatMap(Function<? super T, Estimable<U>> function) {
    return figure == null ? not(obstacle) : function.apply(figure);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Estimable<?> that
        && Objects.equals(figure, that.figure)
        && obstacle == that.obstacle;
  }

  @Override
  public int hashCode() {
    return Objects.hash(figure, obstacle);
  }

  /** The figure, or the reason in words. */
  @Override
  public String toString() {
    return figure == null ? "not estimable, because " + obstacle.words() : figure.toString();
  }
}
