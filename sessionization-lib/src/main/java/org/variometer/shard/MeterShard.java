package org.variometer.shard;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.ledger.Ledger;
import org.variometer.log.LogProgress;
import org.variometer.rolling.RollingVisitors;

/**
 * One part of the meters, as the stream keeps it between micro-batches: the totals of some keys and
 * the sightings of some visitors. Immutable.
 */
public final class MeterShard {
  /** Nothing metered. */
  public static final MeterShard EMPTY =
      new MeterShard(LogProgress.NONE, Ledger.EMPTY, RollingVisitors.EMPTY, null);

  private static final int VERSION = 1;

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

  /** What the last micro-batch gave to be written, null before the first. */
  public MeterYield lastYield() {
    return yield;
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
    long version = in.readUnsigned();
    if (version != VERSION) {
      throw new IllegalArgumentException("a part of the meters has unknown version " + version);
    }
    return new MeterShard(
        LogProgress.readFrom(in),
        Ledger.readFrom(in),
        RollingVisitors.readFrom(in),
        in.readUnsigned() == 1 ? MeterYield.readFrom(in) : null);
  }
}
