package org.variometer.shard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.log.PartitionReport;
import org.variometer.metric.Totals;
import org.variometer.rolling.SightingLog;
import org.variometer.series.SealedThrough;

/**
 * What a micro-batch's changes of some shards of sessions mean for one part of the meters.
 *
 * @param totals what is added to totals and retracted
 * @param sightings who was seen
 * @param counts what happened
 * @param reports how far the micro-batch read
 * @param sessions how many sessions are held
 * @param sealed through where buckets are another's, as far as the micro-batch's tasks can know
 */
public record MeterInput(
    Totals totals,
    SightingLog sightings,
    RunCounts counts,
    Set<PartitionReport> reports,
    long sessions,
    SealedThrough sealed) {

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    totals.writeTo(out);
    sightings.writeTo(out);
    counts.writeTo(out);
    out.writeAll(reports, PartitionReport::writeTo);
    out.writeUnsigned(sessions);
    out.writeLong(sealed.millis());
  }

  /** Reads what {@link #writeTo} wrote. */
  public static MeterInput readFrom(ByteReader in) {
    return new MeterInput(
        Totals.readFrom(in),
        SightingLog.readFrom(in),
        RunCounts.readFrom(in),
        Set.copyOf(in.readAll(PartitionReport::readFrom)),
        in.readUnsigned(),
        new SealedThrough(in.readLong()));
  }

  /** Collects what shards of sessions yielded and divides it among the meters. For one thread. */
  public static final class Builder {
    private final int meters;
    private final SealedThrough sealed;
    private final List<Totals> totals = new ArrayList<>();
    private final List<SightingLog.Builder> sightings = new ArrayList<>();
    private final Set<PartitionReport> reports = new HashSet<>();
    private RunCounts counts = RunCounts.NONE;
    private long sessions;

    /**
     * Divides what came among the meters: totals by key, sightings by visitor.
     *
     * @param meters how many there are
     * @param sealed through where buckets are another's
     */
    public Builder(int meters, SealedThrough sealed) {
      this.meters = meters;
      this.sealed = sealed;
      for (int i = 0; i < meters; i++) {
        totals.add(new Totals());
        sightings.add(new SightingLog.Builder());
      }
    }

    /** Adds what the last micro-batch did to a shard. */
    public void add(SessionShard shard) {
      sessions += shard.size();
      ShardYield yield = shard.lastYield();
      if (yield == null) {
        return;
      }
      reports.addAll(yield.reports());
      counts = counts.plus(yield.counts());
      yield
          .totals()
          .forEachMinute(
              (key, minute, added) ->
                  totals.get(MeterShard.of(key, meters)).addAll(key, minute, added));
      SightingLog[] parts = yield.sightings().splitByVisitor(meters);
      for (int i = 0; i < meters; i++) {
        sightings.get(i).addAll(parts[i]);
      }
    }

    /** What each meter is to be told, in the order of their numbers. */
    public List<MeterInput> build() {
      List<MeterInput> inputs = new ArrayList<>(meters);
      for (int i = 0; i < meters; i++) {
        inputs.add(
            new MeterInput(
                totals.get(i),
                sightings.get(i).build(),
                i == 0 ? counts : RunCounts.NONE,
                Set.copyOf(reports),
                i == 0 ? sessions : 0,
                sealed));
      }
      return inputs;
    }
  }
}
