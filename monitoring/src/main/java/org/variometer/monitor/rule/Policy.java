package org.variometer.monitor.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
  private static final int WITNESSES = 2;

  /** Judges what was seen. */
  public Verdict judge(Observation seen, MonitorState before) {
    OptionalLong lagBefore =
        before.lag() < 0 ? OptionalLong.empty() : OptionalLong.of(before.lag());
    List<Finding> findings = rules.findings(seen, lagBefore);
    boolean maintenance = seen.commits().map(c -> c.maintenance().isPresent()).orElse(false);
    Restarts restarts = before.restarts().forgetting(seen.at().minus(BUDGET_SPAN));
    Outcome outcome =
        maintenance
            ? new Outcome(restarts.maintained(), nothing("there is maintenance"))
            : decide(seen, findings, restarts);
    List<Alert> alerts = new ArrayList<>();
    List<Incident> open = incidents(seen, findings, maintenance, before, outcome, alerts);
    if (outcome.decision().action() == Action.PAGE) {
      alerts.add(
          new Alert(
              Alert.Kind.PAGE,
              Subject.STREAM,
              since(open, seen.at()),
              seen.at(),
              outcome.decision().reason()));
    }
    long lag = seen.lag().orElse(-1L);
    return new Verdict(
        new MonitorState(seen.at(), open, outcome.restarts(), lag, before.untold()),
        outcome.decision(),
        alerts);
  }

  private static Instant since(List<Incident> open, Instant otherwise) {
    return open.stream()
        .filter(incident -> incident.subject() == Subject.STREAM)
        .map(Incident::since)
        .findFirst()
        .orElse(otherwise);
  }

  private record Outcome(Restarts restarts, Decision decision) {}

  private static Decision nothing(String reason) {
    return new Decision(Action.NOTHING, reason);
  }

  private static Decision hold(String reason) {
    return new Decision(Action.HOLD, reason);
  }

  private Outcome decide(Observation seen, List<Finding> findings, Restarts restarts) {
    Set<Witness> witnesses = witnesses(findings);
    String down = words(findings, Subject::isDependency);
    if (!down.isEmpty()) {
      return new Outcome(
          restarts.unhealthy(false), hold("the stream is left alone, because " + down));
    }
    if (witnesses.isEmpty()) {
      return new Outcome(
          restarts.healthyAgain(restart.resetAfterChecks()),
          nothing(hasRun(seen) ? "the stream works" : "no stream has run here yet"));
    }
    Restarts now = restarts.unhealthy(witnesses.size() >= WITNESSES);
    if (witnesses.size() < WITNESSES) {
      return new Outcome(now, hold("one witness alone says so: " + words(witnesses)));
    }
    return refusal(seen, now)
        .map(reason -> new Outcome(now, hold(reason)))
        .orElseGet(() -> restartOrPage(seen.at(), now));
  }

  private static boolean hasRun(Observation seen) {
    return seen.commits().map(Observation.Commits::everWritten).orElse(true);
  }

  /** Why the stream is not to be started again now, if there is a reason. */
  private Optional<String> refusal(Observation seen, Restarts now) {
    if (isInGrace(seen, now)) {
      return Optional.of("the stream began at " + begun(seen, now) + " and is given time");
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

  private boolean isInGrace(Observation seen, Restarts restarts) {
    return seen.at().isBefore(begun(seen, restarts).plus(restart.grace()));
  }

  private static Instant begun(Observation seen, Restarts restarts) {
    return seen.master()
        .view()
        .flatMap(Observation.Master::application)
        .filter(restarts.last()::isBefore)
        .orElse(restarts.last());
  }

  private Outcome restartOrPage(Instant at, Restarts now) {
    if (now.recent().size() >= restart.budget()) {
      return new Outcome(
          now.calledForHelp(),
          new Decision(
              Action.PAGE,
              "the stream was started "
                  + now.recent().size()
                  + " times within an hour and does not work: somebody has to look. The monitor"
                  + " starts nothing until all is well"));
    }
    int attempt = now.attempts() + 1;
    return new Outcome(
        now.restarted(at, at.plus(backoff.delay(attempt))),
        new Decision(Action.RESTART, "the stream is started again (restart " + attempt + ")"));
  }

  private static Set<Witness> witnesses(List<Finding> findings) {
    Set<Witness> witnesses = EnumSet.noneOf(Witness.class);
    findings.forEach(finding -> finding.signal().witness().ifPresent(witnesses::add));
    return witnesses;
  }

  private static String words(Set<Witness> witnesses) {
    return witnesses.stream().map(Witness::name).collect(Collectors.joining(", "));
  }

  private static String words(List<Finding> findings, Predicate<Subject> wanted) {
    return findings.stream()
        .filter(finding -> wanted.test(finding.signal().subject()))
        .map(Finding::detail)
        .collect(Collectors.joining("; "));
  }

  private List<Incident> incidents(
      Observation seen,
      List<Finding> findings,
      boolean maintenance,
      MonitorState before,
      Outcome outcome,
      List<Alert> alerts) {
    Map<Subject, Incident> open = new EnumMap<>(Subject.class);
    before.incidents().forEach(incident -> open.put(incident.subject(), incident));
    Set<Subject> untouched = untouched(seen, findings, maintenance, before);
    for (Subject subject : Subject.values()) {
      if (untouched.contains(subject)) {
        continue;
      }
      Incident known = open.get(subject);
      String detail = words(findings, subject::equals);
      if (!detail.isEmpty()) {
        Incident now =
            known == null
                ? new Incident(subject, seen.at(), 1, 0, false, detail)
                : known.foundAgain(detail);
        open.put(subject, told(now, seen.at(), findings, outcome.decision(), alerts));
      } else if (known != null) {
        Incident now = known.notFound();
        if (now.clear() < incidents.closeAfterChecks()) {
          open.put(subject, now);
        } else {
          open.remove(subject);
          tellOver(now, seen.at(), alerts);
        }
      }
    }
    return List.copyOf(open.values());
  }

  /** What this check says nothing about. */
  private Set<Subject> untouched(
      Observation seen, List<Finding> findings, boolean maintenance, MonitorState before) {
    if (maintenance) {
      return EnumSet.complementOf(EnumSet.of(Subject.MAINTENANCE));
    }
    Set<Subject> untouched = rules.unknown(seen);
    if (findings.stream().anyMatch(finding -> finding.signal().subject().isDependency())) {
      // What the stream does then is no incident of its own.
      untouched.add(Subject.STREAM);
    }
    if (!witnesses(findings).isEmpty() && isInGrace(seen, before.restarts())) {
      untouched.add(Subject.STREAM);
    }
    return untouched;
  }

  private Incident told(
      Incident incident,
      Instant at,
      List<Finding> findings,
      Decision decision,
      List<Alert> alerts) {
    boolean certain =
        incident.subject().isDependency()
            || (incident.subject() == Subject.STREAM && witnesses(findings).size() >= WITNESSES);
    if (incident.told() || (!certain && incident.found() < incidents.openAfterChecks())) {
      return incident;
    }
    boolean aboutStream = incident.subject() == Subject.STREAM || incident.subject().isDependency();
    alerts.add(
        new Alert(
            Alert.Kind.OPENED,
            incident.subject(),
            incident.since(),
            at,
            incident.detail() + (aboutStream ? ". " + decision.reason() : "")));
    return incident.asTold();
  }

  private static void tellOver(Incident incident, Instant at, List<Alert> alerts) {
    if (incident.told()) {
      alerts.add(
          new Alert(Alert.Kind.OVER, incident.subject(), incident.since(), at, incident.detail()));
    }
  }
}
