package org.variometer.metric;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** Sums by bucket, of any width. A mutable accumulator for one thread. */
public final class BucketTotals {
  private final Map<Bucket, Counts> byBucket = new HashMap<>();

  /** Adds to a sum. */
  public void add(Bucket bucket, int measure, long amount) {
    countsOf(bucket).add(measure, amount);
  }

  /** Adds to all sums of a bucket. */
  public void addAll(Bucket bucket, Counts counts) {
    countsOf(bucket).addAll(counts);
  }

  /** The sums of a bucket; they are the totals' own. */
  private Counts countsOf(Bucket bucket) {
    return byBucket.computeIfAbsent(bucket, b -> new Counts());
  }

  /** The sums of every bucket that something was added to; they are to be left alone. */
  public Map<Bucket, Counts> byBucket() {
    return byBucket;
  }

  /** Shows every bucket that something was added to. */
  public void forEach(BiConsumer<Bucket, Counts> reader) {
    byBucket.forEach(reader);
  }

  /** Writes the sums. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(byBucket.size());
    byBucket.forEach(
        (bucket, counts) -> {
          bucket.writeTo(out);
          counts.writeTo(out);
        });
  }

  /** Adds all that {@link #writeTo} wrote. */
  public void addFrom(ByteReader in) {
    int number = in.readCount();
    for (int i = 0; i < number; i++) {
      addAll(Bucket.readFrom(in), Counts.readFrom(in));
    }
  }
}
