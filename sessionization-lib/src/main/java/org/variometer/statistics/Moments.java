package org.variometer.statistics;

import java.math.BigInteger;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * Visitors' values of one metric in one arm: their number, sum and sum of squares, exact, so that
 * visitors may come in any order and parts be merged in any. A mutable accumulator for one thread.
 */
public final class Moments {
  private long visitors;
  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();

  /** Adds a visitor. */
  public void add(long value) {
    visitors++;
    // Of most metrics most visitors have none.
    if (value != 0) {
      sum.add(value);
      squares.addProduct(value, value);
    }
  }

  /** Adds the visitors of {@code other}. */
  public void addAll(Moments other) {
    visitors += other.visitors;
    sum.addAll(other.sum);
    squares.addAll(other.squares);
  }

  /** The number of visitors. */
  public long visitors() {
    return visitors;
  }

  BigInteger sum() {
    return sum.value();
  }

  BigInteger squares() {
    return squares.value();
  }

  /** Writes what {@link #addFrom} reads. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(visitors);
    sum.writeTo(out);
    squares.writeTo(out);
  }

  /** Adds the visitors that {@link #writeTo} wrote. */
  public void addFrom(ByteReader in) {
    visitors += in.readUnsigned();
    sum.addFrom(in);
    squares.addFrom(in);
  }
}
