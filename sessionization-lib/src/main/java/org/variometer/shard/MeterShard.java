package org.variometer.shard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.ledger.Ledger;
import org.variometer.log.LogProgress;
import org.variometer.metric.Metric;
import org.variometer.metric.MetricKey;
import org.variometer.rolling.RollingVisitors;
import org.variometer.series.Cell;
import org.variometer.series.Point;

/**
 * One part of the meters, as the stream keeps it between micro-batches: the totals of some keys and
 * the sightings of some visitors. Immutable.
 */
public final class MeterShard {
  /** Nothing metered. */
  public static final MeterShard EMPTY =
      new MeterShard(LogProgress.NONE, Ledger.EMPTY, RollingVisitors.EMPTY, null);

  private static final int VERSION = 3;

  private final LogProgress progress;
  private final Ledger ledger;
  private final RollingVisitors visitors;
  private final MeterYield yield;

  MeterShard(LogProgress progress, Ledger ledger, RollingVisitors visitors, MeterYield yield) {
    this.progress = progress;
    this.ledger = ledger;
    this.visitors = visitors;
    this.yield = yield;
  }

  /**
   * The part that has a key's totals.
   *
   * @param meters how many parts there are
   */
  public static int of(MetricKey key, int meters) {
    return Math.floorMod(key.hashCode(), meters);
  }

  /** What the last micro-batch gave to be written, null before the first. */
  public MeterYield lastYield() {
    return yield;
  }

  /**
   * The same totals and sightings, without the points of the last micro-batch: they are written.
   */
  public MeterShard withoutPoints() {
    return yield == null ? this : new MeterShard(progress, ledger, visitors, yield.withoutPoints());
  }

  /**
   * The same where what is added up has other numbers.
   *
   * @param newId the new {@link org.variometer.metric.MeasureIds measure id} for each, negative for
   *     what is forgotten
   */
  public MeterShard renumbered(IntUnaryOperator newId) {
    return new MeterShard(progress, ledger.renumbered(newId), visitors, yield);
  }

  /** The first hour (since the epoch) that is held; {@link Integer#MIN_VALUE} for all. */
  public int oldestHour() {
    return ledger.oldestHour();
  }

  /**
   * A metric's values in all buckets that are held whole; those that are 0 are left out.
   *
   * @param name the metric's, without the prefix of series; one of the rules' catalog
   */
  public List<Point> held(String name, MeterRules rules) {
    Metric metric = rules.catalog().metric(name);
    List<Point> points = new ArrayList<>();
    ledger.forEach(
        (key, granularity, start, counts) -> {
          double value = start >= rules.firstWhole() ? metric.read(counts).asDouble() : 0;
          if (value != 0) {
            points.add(new Point(Cell.of(metric.name(), key, granularity, start), value));
          }
        });
    return points;
  }

  LogProgress progress() {
    return progress;
  }

  Ledger ledger() {
    return ledger;
  }

  RollingVisitors visitors() {
    return visitors;
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(VERSION);
    progress.writeTo(out);
    ledger.writeTo(out);
    visitors.writeTo(out);
    out.writeUnsigned(yield == null ? 0 : 1);
    if (yield != null) {
      yield.writeTo(out);
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static MeterShard readFrom(ByteReader in) {
    int version = in.readVersion("a part of the meters", VERSION);
    return new MeterShard(
        LogProgress.readFrom(in),
        Ledger.readFrom(in),
        RollingVisitors.readFrom(in),
        in.readUnsigned() == 1 ? MeterYield.readFrom(in, version) : null);
  }
}
