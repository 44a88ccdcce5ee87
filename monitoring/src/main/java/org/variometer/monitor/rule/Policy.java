package org.variometer.monitor.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.variometer.config.MonitorSettings;
import org.variometer.monitor.rule.Decision.Action;

/**
 * What to do about what is wrong. Two witnesses have to agree before the stream is started again;
 * while something is down that it needs nothing is started; who starts waits longer each time, and
 * calls a person when the hour's budget is spent.
 *
 * @param rules what is wrong
 * @param incidents when people are told
 * @param restart when the stream is started again
 * @param backoff how long to wait between restarts
 */
public record Policy(
    Rules rules,
    MonitorSettings.Incidents incidents,
    MonitorSettings.Restart restart,
    Backoff backoff) {
  private static final Duration BUDGET_SPAN = Duration.ofHours(1);

  /** Judges what was seen. */
  public Verdict judge(Observation seen, MonitorState before) {
    OptionalLong lagBefore =
        before.lag() < 0 ? OptionalLong.empty() : OptionalLong.of(before.lag());
    Findings findings = new Findings(rules.findings(seen, lagBefore));
    Start start = before.start().after(seen);
    boolean newerCommit = start.commit().isAfter(before.start().commit());
    Restarts restarts = before.restarts().forgetting(seen.at().minus(BUDGET_SPAN));
    boolean maintenance = seen.commits().map(c -> c.maintenance().isPresent()).orElse(false);
    if (before.maintenance() && !maintenance) {
      restarts = restarts.maintained(seen.at());
    }
    Outcome outcome =
        maintenance
            ? new Outcome(restarts.maintained(seen.at()), nothing("there is maintenance"))
            : decide(seen, findings, restarts, start, newerCommit);
    Set<Subject> untouched =
        maintenance
            ? EnumSet.complementOf(EnumSet.of(Subject.MAINTENANCE))
            : untouched(seen, findings, restarts, start);
    Incidents.Judged judged =
        new Incidents(incidents)
            .judge(
                new Incidents.Check(seen.at(), findings, untouched, outcome.decision()),
                before.incidents());
    return new Verdict(
        new MonitorState(
            seen.at(),
            judged.open(),
            outcome.restarts(),
            start,
            maintenance,
            seen.lag().orElse(-1L),
            before.untold()),
        outcome.decision(),
        withPage(judged, seen.at(), outcome.decision()));
  }

  /**
   * What is known where what was known can't be understood: since restarts may have been forgotten
   * with it none is left of the hour's budget.
   *
   * @param known what is known nevertheless
   */
  public MonitorState afterLoss(MonitorState known, Instant at) {
    return known.withRestarts(Restarts.spent(at, restart.budget()));
  }

  private static List<Alert> withPage(Incidents.Judged judged, Instant at, Decision decision) {
    List<Alert> alerts = new ArrayList<>(judged.alerts());
    if (decision.action() == Action.PAGE) {
      Instant since =
          judged.open().stream()
              .filter(incident -> incident.subject() == Subject.STREAM)
              .map(Incident::since)
              .findFirst()
              .orElse(at);
      alerts.add(new Alert(Alert.Kind.PAGE, Subject.STREAM, since, at, decision.reason()));
    }
    return alerts;
  }

  private record Outcome(Restarts restarts, Decision decision) {}

  private static Decision nothing(String reason) {
    return new Decision(Action.NOTHING, reason);
  }

  private static Decision hold(String reason) {
    return new Decision(Action.HOLD, reason);
  }

  private Outcome decide(
      Observation seen, Findings findings, Restarts restarts, Start start, boolean newerCommit) {
    Set<Witness> witnesses = findings.witnesses();
    if (findings.dependencyIsDown()) {
      return new Outcome(
          restarts.unhealthy(false),
          hold("the stream is left alone, because " + findings.words(Subject::isDependency)));
    }
    if (witnesses.isEmpty()) {
      return new Outcome(
          restarts.well(newerCommit, restart.resetAfterChecks()),
          nothing(hasRun(seen) ? "the stream works" : "no stream has run here yet"));
    }
    Restarts now = restarts.unhealthy(findings.agree());
    Optional<Instant> relaunched = relaunched(seen, start);
    if (relaunched.isPresent() && !isInGrace(seen.at(), now, start)) {
      return new Outcome(
          now, hold("Spark starts the stream's driver again, and has until " + relaunched.get()));
    }
    if (!findings.agree()) {
      return new Outcome(now, hold("one witness alone says so: " + words(witnesses)));
    }
    return refusal(seen, now, start)
        .map(reason -> new Outcome(now, hold(reason)))
        .orElseGet(() -> restartOrPage(seen.at(), now));
  }

  private static boolean hasRun(Observation seen) {
    return seen.commits().map(Observation.Commits::hasRun).orElse(true);
  }

  /**
   * Until when Spark is left to start a supervised driver again that has just died: who restarts
   * meanwhile kills what is about to work. Not one that had died before it committed anything.
   */
  private Optional<Instant> relaunched(Observation seen, Start start) {
    return seen.master()
        .view()
        .filter(master -> master.application().isEmpty() && master.driver().isPresent())
        .flatMap(Observation.Master::ended)
        .filter(start::hasCommitted)
        .map(Observation.Ended::end)
        // Where the clocks are further apart than that nothing can be said.
        .filter(end -> Duration.between(end, seen.at()).abs().compareTo(restart.relaunch()) < 0)
        .map(end -> end.plus(restart.relaunch()));
  }

  /** Why the stream is not to be started again now, if there is a reason. */
  private Optional<String> refusal(Observation seen, Restarts now, Start start) {
    if (isInGrace(seen.at(), now, start)) {
      return Optional.of("the stream began at " + begun(now, start) + " and is given time");
    }
    if (now.agreed() < restart.afterChecks()) {
      return Optional.of("the next checks have to find the same");
    }
    if (restart.way() == MonitorSettings.Way.NONE) {
      return Optional.of("the monitor is not to start anything (variometer.monitor.restart.by)");
    }
    if (now.paged()) {
      return Optional.of("the monitor has called for help and starts nothing until all is well");
    }
    if (seen.at().isBefore(now.notBefore())) {
      return Optional.of("the next restart is not before " + now.notBefore());
    }
    return Optional.empty();
  }

  private boolean isInGrace(Instant at, Restarts restarts, Start start) {
    return at.isBefore(begun(restarts, start).plus(restart.grace()));
  }

  /** When the stream began to have a chance: by its own start, a restart or somebody's hands. */
  private static Instant begun(Restarts restarts, Start start) {
    return Stream.of(start.first(), restarts.last(), restarts.maintained())
        .max(Instant::compareTo)
        .orElseThrow();
  }

  private Outcome restartOrPage(Instant at, Restarts now) {
    if (now.recent().size() >= restart.budget()) {
      return new Outcome(
          now.calledForHelp(),
          new Decision(
              Action.PAGE,
              "the stream does not work, and the hour's budget of "
                  + restart.budget()
                  + " restarts is spent: somebody has to look. The monitor starts nothing until"
                  + " all is well"));
    }
    int attempt = now.attempts() + 1;
    return new Outcome(
        now.restarted(at, at.plus(backoff.delay(attempt))),
        new Decision(Action.RESTART, "the stream is started again (restart " + attempt + ")"));
  }

  private static String words(Set<Witness> witnesses) {
    return witnesses.stream().map(Witness::name).collect(Collectors.joining(", "));
  }

  /** What this check says nothing about. */
  private Set<Subject> untouched(
      Observation seen, Findings findings, Restarts restarts, Start start) {
    Set<Subject> untouched = rules.unknown(seen);
    if (findings.dependencyIsDown()) {
      // What the stream does then is no incident of its own.
      untouched.add(Subject.STREAM);
    }
    if (!findings.witnesses().isEmpty() && isLeftUntold(seen, restarts, start)) {
      untouched.add(Subject.STREAM);
    }
    return untouched;
  }

  /** Who begins is not told of; yet if nothing was committed for as long as that, it is. */
  private boolean isLeftUntold(Observation seen, Restarts restarts, Start start) {
    if (relaunched(seen, start).isPresent()) {
      return true;
    }
    boolean committing =
        seen.commits()
            .view()
            .flatMap(Observation.Commits::quiet)
            .map(quiet -> quiet.compareTo(restart.grace()) <= 0)
            .orElse(true);
    boolean maintained = seen.at().isBefore(restarts.maintained().plus(restart.grace()));
    return isInGrace(seen.at(), restarts, start) && (committing || maintained);
  }
}
