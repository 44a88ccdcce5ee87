package org.variometer.statistics;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * A sum of integers and of products of two, in 192 bits: exact, whatever their order, for up to 2⁶⁴
 * products of any longs. A mutable accumulator for one thread.
 */
final class ExactSum {
  /** Two's complement, the low 64 bits first. */
  private long low;

  private long middle;
  private long high;

  void add(long term) {
    add(term, term >> 63, term >> 63);
  }

  void addProduct(long a, long b) {
    long upper = Math.multiplyHigh(a, b);
    add(a * b, upper, upper >> 63);
  }

  void addAll(ExactSum other) {
    add(other.low, other.middle, other.high);
  }

  private void add(long termLow, long termMiddle, long termHigh) {
    long newLow = low + termLow;
    long lowCarry = carry(low, termLow, newLow);
    long newMiddle = middle + termMiddle + lowCarry;
    high += termHigh + carry(middle, termMiddle, newMiddle);
    middle = newMiddle;
    low = newLow;
  }

  /** What a sum of two words, with or without a carry into it, carries into the next word. */
  private static long carry(long a, long b, long sum) {
    return ((a & b) | ((a | b) & ~sum)) >>> 63;
  }

  BigInteger value() {
    return new BigInteger(
        ByteBuffer.allocate(3 * Long.BYTES).putLong(high).putLong(middle).putLong(low).array());
  }

  void writeTo(ByteWriter out) {
    out.writeLong(low);
    out.writeLong(middle);
    out.writeLong(high);
  }

  /** Adds what {@link #writeTo} wrote. */
  void addFrom(ByteReader in) {
    add(in.readLong(), in.readLong(), in.readLong());
  }
}
