package org.variometer.stream.slot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.Bucket;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.metric.Totals;
import org.variometer.shard.MeterShard;
import org.variometer.store.rows.TotalRow;
import scala.Tuple2;

/**
 * Reads the minutes of a part of the batch's totals that the stream is to hold, and gives every
 * meter its part of them, in bytes.
 */
final class ReadTotals implements PairFlatMapFunction<byte[], Integer, byte[]> {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final int meters;
  private final int oldestHour;
  private final HashMap<String, Integer> metrics;

  /**
   * Reads from the batch's directory.
   *
   * @param meters how many meters there are
   * @param oldestHour the first hour (since the epoch) that they hold
   * @param metrics the measure ids of the custom metrics that are known here by name; others are
   *     forgotten
   */
  ReadTotals(String root, int meters, int oldestHour, Map<String, Integer> metrics) {
    this.root = root;
    this.meters = meters;
    this.oldestHour = oldestHour;
    this.metrics = new HashMap<>(metrics);
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(byte[] files) throws IOException {
    long from = oldestHour * Granularity.HOUR.millis();
    Map<Bucket, TotalRow> newest = new HashMap<>();
    TableRows.find(
        root,
        files,
        TotalRow.TABLE,
        TotalRow.START,
        start -> start >= from,
        row -> {
          if (row.bucket().granularity() == Granularity.MINUTE) {
            newest.merge(row.bucket(), row, TotalRow.TABLE::newest);
          }
        });
    List<Totals> byMeter = new ArrayList<>();
    for (int meter = 0; meter < meters; meter++) {
      byMeter.add(new Totals());
    }
    newest.forEach(
        (minute, row) ->
            byMeter
                .get(MeterShard.of(minute.key(), meters))
                .addAll(minute.key(), minute.index(), sums(row)));
    List<Tuple2<Integer, byte[]>> parts = new ArrayList<>();
    for (Totals totals : byMeter) {
      ByteWriter out = new ByteWriter(1024);
      totals.writeTo(out);
      parts.add(new Tuple2<>(parts.size(), out.toByteArray()));
    }
    return parts.iterator();
  }

  private Counts sums(TotalRow row) {
    Counts sums = row.counts().copy();
    row.custom()
        .forEach(
            (name, sum) -> {
              if (metrics.containsKey(name)) {
                sums.add(metrics.get(name), sum);
              }
            });
    return sums;
  }
}
