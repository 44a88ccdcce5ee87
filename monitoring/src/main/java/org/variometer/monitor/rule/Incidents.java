package org.variometer.monitor.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.variometer.config.MonitorSettings;

/**
 * Which incidents begin, go on and are over, and what people are told of it.
 *
 * @param settings how many checks it takes
 */
record Incidents(MonitorSettings.Incidents settings) {

  /**
   * A check, as far as incidents depend on it.
   *
   * @param at when
   * @param findings what was found
   * @param untouched what it says nothing about
   * @param decision what is done about the stream
   */
  record Check(Instant at, Findings findings, Set<Subject> untouched, Decision decision) {}

  /**
   * What comes of a check.
   *
   * @param open what is wrong now
   * @param alerts what people are to be told
   */
  record Judged(List<Incident> open, List<Alert> alerts) {
    /** Copies the lists. */
    Judged {
      open = List.copyOf(open);
      alerts = List.copyOf(alerts);
    }
  }

  /** Judges by what was wrong before. */
  Judged judge(Check check, List<Incident> before) {
    Map<Subject, Incident> known = new EnumMap<>(Subject.class);
    before.forEach(incident -> known.put(incident.subject(), incident));
    List<Incident> open = new ArrayList<>();
    List<Alert> alerts = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      Optional<Incident> now = next(check, subject, Optional.ofNullable(known.get(subject)));
      Optional<Alert> alert = now.flatMap(incident -> alert(check, incident));
      alert.ifPresent(alerts::add);
      now.filter(incident -> !isOver(incident))
          .map(incident -> alert.isPresent() ? incident.asTold() : incident)
          .ifPresent(open::add);
    }
    return new Judged(open, alerts);
  }

  private static Optional<Incident> next(Check check, Subject subject, Optional<Incident> known) {
    if (check.untouched().contains(subject)) {
      return known;
    }
    String detail = check.findings().words(subject::equals);
    if (detail.isEmpty()) {
      return known.map(Incident::notFound);
    }
    return Optional.of(
        known
            .map(incident -> incident.foundAgain(detail))
            .orElseGet(() -> new Incident(subject, check.at(), 1, 0, false, detail)));
  }

  private boolean isOver(Incident incident) {
    return incident.clear() >= settings.closeAfterChecks();
  }

  /** What is to be told of an incident now, if anything is. */
  private Optional<Alert> alert(Check check, Incident incident) {
    if (incident.told() && isOver(incident)) {
      return Optional.of(alert(Alert.Kind.OVER, incident, check.at(), incident.detail()));
    }
    boolean found = !check.untouched().contains(incident.subject()) && incident.clear() == 0;
    if (incident.told() || !found || !isToBeTold(check, incident)) {
      return Optional.empty();
    }
    boolean aboutStream = incident.subject() == Subject.STREAM || incident.subject().isDependency();
    String done = aboutStream ? ". " + check.decision().reason() : "";
    return Optional.of(alert(Alert.Kind.OPENED, incident, check.at(), incident.detail() + done));
  }

  private boolean isToBeTold(Check check, Incident incident) {
    boolean certain =
        incident.subject().isDependency()
            || (incident.subject() == Subject.STREAM && check.findings().agree());
    return certain || incident.found() >= settings.openAfterChecks();
  }

  private static Alert alert(Alert.Kind kind, Incident incident, Instant at, String text) {
    return new Alert(kind, incident.subject(), incident.since(), at, text);
  }
}
