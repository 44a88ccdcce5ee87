package org.variometer.stream;

import java.util.ArrayList;
import java.util.List;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.series.Point;
import org.variometer.series.PointCodec;
import org.variometer.shard.MeterRules;
import org.variometer.shard.MeterShard;

/**
 * What the stream holds of a metric: the buckets that it has whole.
 *
 * @param oldestHour the first hour (since the epoch) of which it holds all; {@link
 *     Integer#MIN_VALUE} for every hour
 * @param firstWhole where the first bucket begins that it holds whole, ms since the epoch; {@link
 *     Long#MIN_VALUE} for all
 * @param points their values; those that are 0 are left out
 */
record Held(int oldestHour, long firstWhole, List<Point> points) {
  private static final int CAPACITY = 1 << 16;

  /**
   * Computes what is held of a metric; of one at a time, as all would be more than a driver has.
   */
  @FunctionalInterface
  interface Reader {
    Held read(String metric) throws Exception;
  }

  /** What a part of the meters holds of a metric, in bytes, as its task gives it to the driver. */
  static byte[] bytes(MeterShard shard, String metric, MeterRules rules) {
    ByteWriter out = new ByteWriter(CAPACITY);
    out.writeSigned(shard.oldestHour());
    out.writeSigned(rules.firstWhole());
    PointCodec.write(shard.held(metric, rules), out);
    return out.toByteArray();
  }

  /** What all parts of the meters hold. */
  static Held of(List<byte[]> parts) {
    int oldestHour = Integer.MIN_VALUE;
    long firstWhole = Long.MIN_VALUE;
    List<Point> points = new ArrayList<>();
    for (byte[] part : parts) {
      ByteReader in = new ByteReader(part);
      oldestHour = Math.max(oldestHour, (int) in.readSigned());
      firstWhole = Math.max(firstWhole, in.readSigned());
      points.addAll(PointCodec.read(in));
    }
    return new Held(oldestHour, firstWhole, points);
  }
}
