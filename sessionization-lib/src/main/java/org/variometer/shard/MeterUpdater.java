package org.variometer.shard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.variometer.ledger.ChangedBucket;
import org.variometer.ledger.Ledger;
import org.variometer.log.LogProgress;
import org.variometer.log.PartitionReport;
import org.variometer.metric.Granularity;
import org.variometer.metric.Metric;
import org.variometer.metric.Totals;
import org.variometer.rolling.RollingCount;
import org.variometer.rolling.RollingVisitors;
import org.variometer.rolling.SightingLog;
import org.variometer.series.Cell;
import org.variometer.series.Point;
import org.variometer.series.SealedThrough;

/**
 * Adds a micro-batch's contributions and sightings to a part of the meters, and says what is to be
 * written. For one thread.
 */
public final class MeterUpdater {
  private static final long MINUTE_MILLIS = 60_000;

  private final MeterRules rules;

  /** Updates by these rules. */
  public MeterUpdater(MeterRules rules) {
    this.rules = rules;
  }

  /** The part after a micro-batch, which may have nothing new for it. */
  public MeterShard update(MeterShard prior, List<MeterInput> inputs) {
    Set<PartitionReport> reports = new HashSet<>();
    List<Totals> totals = new ArrayList<>();
    List<SightingLog> sightings = new ArrayList<>();
    RunCounts batch = RunCounts.NONE;
    long sessions = 0;
    SealedThrough sealed = SealedThrough.NOTHING;
    for (MeterInput input : inputs) {
      reports.addAll(input.reports());
      totals.add(input.totals());
      sightings.add(input.sightings());
      batch = batch.plus(input.counts());
      sessions += input.sessions();
      sealed = sealed.max(input.sealed());
    }
    LogProgress progress = prior.progress().advance(reports);
    long passed = progress.passed();
    List<Point> points = new ArrayList<>();
    List<RollingCount> rolling = new ArrayList<>();
    long[] toZero = {0};
    long[] late = {0};
    SealedThrough others = sealed;
    Ledger.Step step =
        prior
            .ledger()
            .add(
                totals,
                Math.max(rules.oldestHour(passed), sealed.firstHour()),
                changed -> {
                  if (others.covers(changed.start(), changed.granularity())) {
                    // A sealed hour's contributions are those of its minutes.
                    late[0] += changed.granularity() == Granularity.MINUTE ? 1 : 0;
                  } else if (changed.start() >= rules.firstWhole()) {
                    toZero[0] += addPoints(changed, points);
                  }
                });
    RollingVisitors visitors =
        prior
            .visitors()
            .advance(
                sightings,
                minute(passed),
                rules.exactVisitors(),
                count -> {
                  if (rules.isWhole(count.epochMinute(), count.metric().minutes())) {
                    rolling.add(count);
                  }
                });
    MeterYield before = prior.lastYield();
    MeterYield.Gauges known = before == null ? MeterYield.Gauges.NONE : before.gauges();
    return new MeterShard(
        progress,
        step.ledger(),
        visitors,
        new MeterYield(
            points,
            rolling,
            batch,
            before == null ? batch : before.sum().plus(batch),
            new MeterYield.Gauges(
                sessions,
                step.ledger().size(),
                visitors.size(),
                visitors.exactVisitors(),
                visitors.sketchedVisitors(),
                known.lateContributions() + step.late() + late[0],
                known.cellsToZero() + toZero[0]),
            progress));
  }

  /** The minute that the log has passed; before its begin sightings wait. */
  private static int minute(long passed) {
    return passed == LogProgress.NOT_BEGUN
        ? Integer.MIN_VALUE
        : (int) Math.floorDiv(passed, MINUTE_MILLIS);
  }

  /** Adds every value that changed, 0 where one stood that is no more; says how many fell so. */
  private int addPoints(ChangedBucket changed, List<Point> points) {
    int fallen = 0;
    for (Metric metric : rules.catalog().metrics()) {
      double before = metric.read(changed.before()).asDouble();
      double after = metric.read(changed.after()).asDouble();
      if (after != before) {
        points.add(
            new Point(
                Cell.of(metric.name(), changed.key(), changed.granularity(), changed.start()),
                after));
        fallen += after == 0 ? 1 : 0;
      }
    }
    return fallen;
  }
}
