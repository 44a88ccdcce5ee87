package org.variometer.batch.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.Bucket;
import org.variometer.metric.BucketTotals;
import org.variometer.metric.Counts;
import scala.Tuple2;

/** Divides contributions to totals among the tasks that add them up. */
final class TotalsByTarget {
  private final Target target;
  private final Map<Integer, BucketTotals> byTarget = new HashMap<>();

  TotalsByTarget(Target target) {
    this.target = target;
  }

  void addAll(Bucket bucket, Counts counts) {
    byTarget
        .computeIfAbsent(target.totals(bucket.hourHash()), t -> new BucketTotals())
        .addAll(bucket, counts);
  }

  /** Adds what goes to each. */
  void addTo(List<Tuple2<Integer, byte[]>> all) {
    byTarget.forEach(
        (to, totals) -> {
          ByteWriter out = new ByteWriter(1024);
          totals.writeTo(out);
          all.add(new Tuple2<>(to, out.toByteArray()));
        });
  }
}
