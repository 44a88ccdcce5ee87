package org.variometer.shard;

import java.util.Set;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.log.PartitionReport;
import org.variometer.metric.Totals;
import org.variometer.rolling.SightingLog;

/**
 * What a micro-batch's change of a shard means for everything behind it. Kept in the shard until
 * the next micro-batch, so that a repeated one yields the same.
 *
 * @param totals what is added to totals and retracted
 * @param sightings who was seen
 * @param counts what happened
 * @param reports how far the micro-batch read
 */
public record ShardYield(
    Totals totals, SightingLog sightings, RunCounts counts, Set<PartitionReport> reports) {

  void writeTo(ByteWriter out) {
    totals.writeTo(out);
    sightings.writeTo(out);
    counts.writeTo(out);
    out.writeAll(reports, PartitionReport::writeTo);
  }

  /** Reads what a release wrote into a state of this version. */
  static ShardYield readFrom(ByteReader in, int form) {
    return new ShardYield(
        Totals.readFrom(in),
        SightingLog.readFrom(in),
        RunCounts.readFrom(in, form),
        Set.copyOf(in.readAll(PartitionReport::readFrom)));
  }
}
