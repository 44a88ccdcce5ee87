package org.variometer.shard;

import java.util.List;
import java.util.function.Function;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.log.LogProgress;
import org.variometer.metric.MetricKey;
import org.variometer.rolling.RollingCount;
import org.variometer.rolling.RollingMetric;
import org.variometer.rolling.RollingVisitors;
import org.variometer.series.Point;
import org.variometer.series.PointCodec;

/**
 * What a micro-batch gives to be written, of one part of the meters.
 *
 * @param points values of the buckets that were touched
 * @param rolling counts at the minutes that the log has passed, of this part's visitors
 * @param batch what happened in the micro-batch
 * @param sum what happened since the state began
 * @param gauges what is held, and what became of contributions
 * @param progress how far the log was read
 */
public record MeterYield(
    List<Point> points,
    List<RollingCount> rolling,
    RunCounts batch,
    RunCounts sum,
    Gauges gauges,
    LogProgress progress) {

  /**
   * What is held, and what became of contributions since the state began.
   *
   * @param sessions sessions held
   * @param buckets pairs of key and hour held
   * @param sighted pairs of visitor and key held at most
   * @param exactVisitors visitors of the last 24 hours that are counted exactly
   * @param sketchedVisitors about how many others there are
   * @param lateContributions contributions to a key's minute that were discarded: its hour is no
   *     longer held, or it is sealed
   * @param cellsToZero cells that fell to 0
   */
  public record Gauges(
      long sessions,
      long buckets,
      long sighted,
      long exactVisitors,
      long sketchedVisitors,
      long lateContributions,
      long cellsToZero) {
    /** Nothing held. */
    public static final Gauges NONE = new Gauges(0, 0, 0, 0, 0, 0, 0);

    /**
     * The standard error of the unique visitors of the last 24 hours, relative to their number: 0
     * while all are counted exactly.
     */
    public double uniqueVisitorsError() {
      return sketchedVisitors == 0
          ? 0
          : RollingVisitors.SKETCH_ERROR * sketchedVisitors / (exactVisitors + sketchedVisitors);
    }

    /** The sum of both. */
    public Gauges plus(Gauges other) {
      return new Gauges(
          sessions + other.sessions,
          buckets + other.buckets,
          sighted + other.sighted,
          exactVisitors + other.exactVisitors,
          sketchedVisitors + other.sketchedVisitors,
          lateContributions + other.lateContributions,
          cellsToZero + other.cellsToZero);
    }

    /** With more late contributions. */
    public Gauges plusLate(long more) {
      return plus(new Gauges(0, 0, 0, 0, 0, more, 0));
    }

    void writeTo(ByteWriter out) {
      out.writeUnsigned(sessions);
      out.writeUnsigned(buckets);
      out.writeUnsigned(sighted);
      out.writeUnsigned(exactVisitors);
      out.writeUnsigned(sketchedVisitors);
      out.writeUnsigned(lateContributions);
      out.writeUnsigned(cellsToZero);
    }

    static Gauges readFrom(ByteReader in) {
      return new Gauges(
          in.readUnsigned(),
          in.readUnsigned(),
          in.readUnsigned(),
          in.readUnsigned(),
          in.readUnsigned(),
          in.readUnsigned(),
          in.readUnsigned());
    }
  }

  MeterYield withoutPoints() {
    return new MeterYield(List.of(), List.of(), batch, sum, gauges, progress);
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    PointCodec.write(points, out);
    out.writeAll(
        rolling,
        (count, o) -> {
          o.writeText(count.metric().metric());
          count.key().writeTo(o);
          o.writeUnsigned(count.epochMinute());
          o.writeUnsigned(count.visitors());
        });
    batch.writeTo(out);
    sum.writeTo(out);
    gauges.writeTo(out);
    progress.writeTo(out);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static MeterYield readFrom(ByteReader in) {
    return readFrom(in, RunCounts::readFrom);
  }

  /** Reads what a release wrote into a state of this version. */
  static MeterYield readFrom(ByteReader in, int form) {
    return readFrom(in, counts -> RunCounts.readFrom(counts, form));
  }

  private static MeterYield readFrom(ByteReader in, Function<ByteReader, RunCounts> counts) {
    return new MeterYield(
        PointCodec.read(in),
        in.readAll(
            i ->
                new RollingCount(
                    RollingMetric.ofName(i.readText()),
                    MetricKey.readFrom(i),
                    i.readInt(),
                    i.readUnsigned())),
        counts.apply(in),
        counts.apply(in),
        Gauges.readFrom(in),
        LogProgress.readFrom(in));
  }
}
