package org.variometer.monitor.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.variometer.config.MonitorSettings;

/**
 * What is wrong, by what was seen.
 *
 * @param limits from when on something is wrong
 * @param interval from one micro-batch to the next
 * @param slot how long a slot of the batch is
 * @param sealDelay how long after its end a bucket is the batch's
 */
public record Rules(
    MonitorSettings.Limits limits, Duration interval, Duration slot, Duration sealDelay) {

  /**
   * All that is wrong.
   *
   * @param lagBefore records that the stream was behind at the check before, if that is known
   */
  public List<Finding> findings(Observation seen, OptionalLong lagBefore) {
    List<Finding> findings = new ArrayList<>();
    dependencies(seen, findings);
    seen.master().view().ifPresent(master -> master(seen, master, findings));
    seen.driver()
        .problem()
        .ifPresent(problem -> findings.add(new Finding(Signal.DRIVER_SILENT, problem)));
    seen.driver().view().ifPresent(driver -> driver(seen, driver, findings));
    seen.commits().view().ifPresent(commits -> commits(seen, commits, findings));
    lag(seen, lagBefore, findings);
    seen.series().view().ifPresent(series -> series(series, findings));
    return findings;
  }

  /** Of what can't be said whether it is wrong: incidents about it stay as they are. */
  public Set<Subject> unknown(Observation seen) {
    Set<Subject> unknown = EnumSet.noneOf(Subject.class);
    if (seen.commits().view().isEmpty()) {
      unknown.addAll(
          EnumSet.of(
              Subject.STREAM, Subject.LAG, Subject.BATCH, Subject.REGION, Subject.MAINTENANCE));
    }
    if (seen.log().view().isEmpty()) {
      unknown.add(Subject.LAG);
    }
    if (seen.master().view().isEmpty()) {
      unknown.add(Subject.COPIES);
    }
    if (seen.driver().view().isEmpty()) {
      unknown.add(Subject.DELAY);
    }
    if (seen.series().view().isEmpty()) {
      unknown.addAll(EnumSet.of(Subject.STATE, Subject.REJECTED, Subject.LAYERS));
    }
    return unknown;
  }

  private static void dependencies(Observation seen, List<Finding> findings) {
    addProblem(Signal.ZOOKEEPER_DOWN, seen.commits(), findings);
    addProblem(Signal.KAFKA_DOWN, seen.log(), findings);
    addProblem(Signal.KAIROSDB_DOWN, seen.kairos(), findings);
    addProblem(Signal.MASTER_DOWN, seen.master(), findings);
  }

  private static void addProblem(Signal signal, Seen<?> seen, List<Finding> findings) {
    seen.problem().ifPresent(problem -> findings.add(new Finding(signal, problem)));
  }

  private static void master(Observation seen, Observation.Master master, List<Finding> findings) {
    if (master.workers() == 0) {
      findings.add(new Finding(Signal.NO_WORKER, "the Spark master has no worker that lives"));
    }
    if (master.application().isEmpty() && isExpected(seen)) {
      findings.add(
          new Finding(Signal.NO_APPLICATION, "the Spark master has no application of the stream"));
    }
    if (master.applications() > 1) {
      findings.add(
          new Finding(
              Signal.SEVERAL_STREAMS,
              "the Spark master has "
                  + master.applications()
                  + " applications of the stream; stop all but one"));
    }
  }

  /** A stream that never ran is not missed. */
  private static boolean isExpected(Observation seen) {
    return seen.commits().map(Observation.Commits::hasRun).orElse(true);
  }

  private void driver(Observation seen, Observation.Driver driver, List<Finding> findings) {
    int batches = driver.failed() + driver.succeeded();
    if (driver.failed() > limits.failedShare() * batches) {
      findings.add(
          new Finding(
              Signal.BATCHES_FAILED,
              driver.failed() + " of " + batches + " micro-batches of the last 5 minutes failed"));
    }
    if (driver.longestTask().compareTo(batchLimit(seen, limits.taskIntervals())) > 0) {
      findings.add(
          new Finding(Signal.TASK_STUCK, "a task has run for " + words(driver.longestTask())));
    }
    if (isLater(driver.schedulingDelay(), limits.schedulingDelayIntervals())) {
      findings.add(
          new Finding(
              Signal.SCHEDULING_DELAYED,
              "a micro-batch waited " + words(driver.schedulingDelay()) + " for those before it"));
    }
    if (isLater(driver.totalDelay(), limits.totalDelayIntervals())) {
      findings.add(
          new Finding(
              Signal.TOTAL_DELAYED,
              "a micro-batch ended " + words(driver.totalDelay()) + " after its time"));
    }
  }

  private boolean isLater(Duration delay, int intervals) {
    return delay.compareTo(interval.multipliedBy(intervals)) > 0;
  }

  /** How long a micro-batch or a task may take. */
  private Duration batchLimit(Observation seen, int intervals) {
    Duration usual = interval.multipliedBy(intervals);
    boolean longer = isCatchingUp(seen) && limits.catchUpBatch().compareTo(usual) > 0;
    return longer ? limits.catchUpBatch() : usual;
  }

  private boolean isCatchingUp(Observation seen) {
    return seen.commits().map(Observation.Commits::catchingUp).orElse(false)
        || seen.driver()
            .map(driver -> isLater(driver.schedulingDelay(), limits.schedulingDelayIntervals()))
            .orElse(false);
  }

  private void commits(Observation seen, Observation.Commits commits, List<Finding> findings) {
    if (commits.writes() && commits.hasRun() && commits.writer().isEmpty()) {
      findings.add(
          new Finding(Signal.NO_WRITER, "no stream holds the right to write in ZooKeeper"));
    }
    Optional<Duration> quiet = commits.quiet();
    if (quiet.isPresent()
        && quiet.get().compareTo(batchLimit(seen, limits.noBatchIntervals())) > 0) {
      findings.add(
          new Finding(Signal.NO_BATCH, "no micro-batch was committed for " + words(quiet.get())));
    }
    overdue(seen.at(), commits)
        .ifPresent(words -> findings.add(new Finding(Signal.BATCH_OVERDUE, words)));
    List<String> others =
        commits.others().entrySet().stream()
            .filter(
                other ->
                    Duration.between(other.getValue(), commits.asOf())
                            .compareTo(limits.unknownRegion())
                        > 0)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (!others.isEmpty()) {
      findings.add(
          new Finding(
              Signal.REGION_UNKNOWN,
              "no stream of this region has ever committed, but of "
                  + String.join(", ", others)
                  + ": see whether variometer.region is right, or start the stream"));
    }
    Optional<Duration> maintained =
        commits.maintenance().map(since -> Duration.between(since, seen.at()));
    if (maintained.isPresent() && maintained.get().compareTo(limits.maintenance()) > 0) {
      findings.add(
          new Finding(
              Signal.MAINTENANCE_LONG,
              "maintenance has lasted "
                  + words(maintained.get())
                  + "; ./variometer monitor --maintenance off ends it"));
    }
  }

  /** How far the batch is behind, in words, if that is too far. */
  private Optional<String> overdue(Instant at, Observation.Commits commits) {
    Duration allowed = sealDelay.plus(slot.multipliedBy(limits.overdueSlots()));
    if (commits.sealedThrough().isPresent()) {
      Instant through = commits.sealedThrough().get();
      return Optional.of(Duration.between(through, at))
          .filter(behind -> behind.compareTo(allowed) > 0)
          .map(
              behind ->
                  "the batch has sealed through " + through + ", " + words(behind) + " behind");
    }
    return commits
        .batches()
        .map(made -> Duration.between(made.first(), commits.asOf()))
        .filter(runs -> runs.compareTo(allowed) > 0)
        .map(runs -> "the batch has sealed nothing; the stream has run for " + words(runs));
  }

  private void lag(Observation seen, OptionalLong before, List<Finding> findings) {
    Optional<Long> lag = seen.lag();
    if (lag.isPresent()
        && lag.get() > limits.lagRecords()
        && before.isPresent()
        && lag.get() >= before.getAsLong()) {
      findings.add(
          new Finding(
              Signal.LAGGING,
              lag.get() + " records are in Kafka and not committed, and no fewer than before"));
    }
  }

  private void series(Observation.Series series, List<Finding> findings) {
    if (series.sessions().isPresent() && series.sessionsBefore().isPresent()) {
      double now = series.sessions().getAsDouble();
      double before = series.sessionsBefore().getAsDouble();
      if (now > limits.stateSessions() && now > limits.stateGrowth() * before) {
        findings.add(
            new Finding(
                Signal.STATE_GROWS,
                String.format(
                    Locale.ROOT,
                    "the stream holds %.0f sessions, %.0f an hour before",
                    now,
                    before)));
      }
    }
    if (series.rejectedShare().isPresent()
        && series.rejectedShare().getAsDouble() > limits.rejectedShare()) {
      findings.add(
          new Finding(
              Signal.MANY_REJECTED,
              String.format(
                  Locale.ROOT,
                  "%.1f %% of the records of the last hour were rejected",
                  100 * series.rejectedShare().getAsDouble())));
    }
    Map<String, Double> apart = new TreeMap<>(series.disagreement());
    apart.values().removeIf(value -> value <= limits.layerDisagreement());
    if (!apart.isEmpty()) {
      findings.add(
          new Finding(
              Signal.LAYERS_DISAGREE, "stream and batch disagree in the newest slot: " + apart));
    }
  }

  private static String words(Duration duration) {
    return duration.toHours() > 0
        ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
        : duration.toMinutes() > 0
            ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
            : duration.toSeconds() + " s";
  }
}
