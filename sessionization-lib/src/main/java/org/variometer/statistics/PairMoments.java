package org.variometer.statistics;

import java.math.BigInteger;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * Visitors' pairs of values x and y in one arm: a ratio's numerator and denominator, or an outcome
 * and its covariate. Their number, sums, sums of squares and of products are exact, so that
 * visitors may come in any order and parts be merged in any. A mutable accumulator for one thread.
 */
public final class PairMoments {
  private final Moments x = new Moments();
  private final Moments y = new Moments();
  private final ExactSum products = new ExactSum();

  /** Adds a visitor. */
  public void add(long xValue, long yValue) {
    x.add(xValue);
    y.add(yValue);
    if (xValue != 0 && yValue != 0) {
      products.addProduct(xValue, yValue);
    }
  }

  /** Adds the visitors of {@code other}. */
  public void addAll(PairMoments other) {
    x.addAll(other.x);
    y.addAll(other.y);
    products.addAll(other.products);
  }

  /** The number of visitors. */
  public long visitors() {
    return x.visitors();
  }

  /** The visitors' x alone; to be left alone. */
  Moments x() {
    return x;
  }

  /** The visitors' y alone; to be left alone. */
  Moments y() {
    return y;
  }

  BigInteger products() {
    return products.value();
  }

  /** Writes what {@link #addFrom} reads. */
  public void writeTo(ByteWriter out) {
    x.writeTo(out);
    y.writeTo(out);
    products.writeTo(out);
  }

  /** Adds the visitors that {@link #writeTo} wrote. */
  public void addFrom(ByteReader in) {
    x.addFrom(in);
    y.addFrom(in);
    products.addFrom(in);
  }
}
