package org.variometer.monitor;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;
import org.variometer.kairos.SinkException;
import org.variometer.monitor.action.ActionException;
import org.variometer.monitor.action.Channel;
import org.variometer.monitor.action.Heartbeat;
import org.variometer.monitor.action.Restarter;
import org.variometer.monitor.probe.Probes;
import org.variometer.monitor.record.AuditLog;
import org.variometer.monitor.record.CheckRecord;
import org.variometer.monitor.record.MonitorPlace;
import org.variometer.monitor.record.StateFile;
import org.variometer.monitor.rule.Alert;
import org.variometer.monitor.rule.Decision;
import org.variometer.monitor.rule.Decision.Action;
import org.variometer.monitor.rule.MonitorState;
import org.variometer.monitor.rule.MonitorState.Untold;
import org.variometer.monitor.rule.Observation;
import org.variometer.monitor.rule.Policy;
import org.variometer.monitor.rule.Subject;
import org.variometer.monitor.rule.Verdict;

/** Checks: looks, judges, acts, tells, remembers. For one thread. */
final class Monitor {
  /** For so many checks an alert may reach nobody before the monitor seems dead itself. */
  private static final int UNHEARD_CHECKS = 3;

  private final Probes probes;
  private final Policy policy;
  private final Means means;
  private final Messenger messenger;
  private final InstantSource clock;
  private final Consumer<String> notes;
  private Optional<MonitorState> imagined = Optional.empty();
  private Optional<Decision> last = Optional.empty();

  /**
   * What a monitor acts by.
   *
   * @param zooKeeper the connection that the stream is watched by
   * @param region the pipeline's region
   * @param self who this monitor is, in words
   * @param restarter starts the stream; empty: nothing does
   * @param channels by which people are told
   * @param state what is known from one check to the next
   * @param audit takes what is decided and done
   * @param checks takes what each check found
   * @param heartbeat gives signs of life
   * @param dryRun whether nothing is done and nobody is told
   */
  record Means(
      ZooKeeperConnection zooKeeper,
      String region,
      String self,
      Optional<Restarter> restarter,
      List<Channel> channels,
      StateFile state,
      AuditLog audit,
      CheckRecord checks,
      Heartbeat heartbeat,
      boolean dryRun) {}

  Monitor(Probes probes, Policy policy, Means means, InstantSource clock, Consumer<String> notes) {
    this.probes = probes;
    this.policy = policy;
    this.means = means;
    this.messenger = new Messenger(means.channels(), means.audit(), notes);
    this.clock = clock;
    this.notes = notes;
  }

  /**
   * Checks once.
   *
   * @throws IOException if what the monitor keeps can't be read or written
   * @throws InterruptedException if the monitor is to stop
   */
  void check() throws IOException, InterruptedException {
    Instant at = clock.instant();
    Observation seen = probes.look(at);
    if (seen.kairos().view().isPresent()) {
      seen.series().problem().ifPresent(problem -> notes.accept("series are unknown: " + problem));
    }
    Optional<ControlClient> client = connected(seen);
    Optional<String> other = means.dryRun() ? Optional.empty() : takenByOther(client);
    if (other.isPresent()) {
      note(at, new Decision(Action.NOTHING, "another monitor watches: " + other.get()));
      beat(at, List.of());
    } else if (means.dryRun()) {
      imagine(at, seen, client);
    } else {
      beat(at, judge(at, seen, client));
    }
  }

  /** Gives the place up, so that another monitor need not wait for it. */
  void leave() {
    if (means.dryRun()) {
      return;
    }
    try {
      place(means.zooKeeper().get()).leave();
    } catch (ControlException e) {
      notes.accept(e.getMessage() + "; the place is free when the session has run out");
    }
  }

  /** ZooKeeper, if it has just answered. */
  private Optional<ControlClient> connected(Observation seen) {
    if (seen.commits().view().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(means.zooKeeper().get());
    } catch (ControlException e) {
      return Optional.empty();
    }
  }

  private MonitorPlace place(ControlClient client) {
    return new MonitorPlace(client, means.region(), means.self());
  }

  /** Who watches instead; without ZooKeeper every monitor tells, and none starts anything. */
  private Optional<String> takenByOther(Optional<ControlClient> client) {
    if (client.isEmpty()) {
      return Optional.empty();
    }
    try {
      return place(client.get()).takenByOther();
    } catch (ControlException e) {
      notes.accept(e.getMessage());
      return Optional.empty();
    }
  }

  private void imagine(Instant at, Observation seen, Optional<ControlClient> client)
      throws IOException {
    MonitorState before = imagined.isPresent() ? imagined.get() : known(at, client);
    Verdict verdict = policy.judge(seen, before);
    imagined = Optional.of(verdict.state());
    note(at, verdict.decision());
    for (Alert alert : verdict.alerts()) {
      notes.accept("dry run: would tell " + alert.kind() + " " + alert.text());
      audit(at, "would-tell", Messenger.words(alert));
    }
  }

  private MonitorState known(Instant at, Optional<ControlClient> client) throws IOException {
    StateFile.Known known = means.state().read(client);
    if (known.problem().isEmpty()) {
      return known.state();
    }
    String problem = known.problem().get();
    notes.accept(problem + "; the hour's restarts count as spent");
    audit(at, "state-lost", Map.of("problem", problem));
    return policy.afterLoss(known.state(), at);
  }

  /** Judges and acts; gives what people could not be told. */
  private List<Untold> judge(Instant at, Observation seen, Optional<ControlClient> client)
      throws IOException, InterruptedException {
    Verdict verdict = policy.judge(seen, known(at, client));
    note(at, verdict.decision());
    List<Untold> untold = new ArrayList<>(verdict.state().untold());
    for (Alert alert : verdict.alerts()) {
      audit(at, alert.kind().name().toLowerCase(Locale.ROOT), Messenger.words(alert));
      notes.accept(alert.kind() + " " + alert.subject() + ": " + alert.text());
      untold.add(messenger.untold(alert));
    }
    // Before anything is done: who dies in the middle of it must not do it again for nothing.
    boolean kept = keep(verdict.state().withUntold(untold), client);
    if (verdict.decision().action() == Action.RESTART) {
      String outcome = kept ? restart(at) : "nothing was started: it could not be noted before";
      untold.replaceAll(one -> withOutcome(one, verdict.alerts(), outcome));
    }
    List<Untold> still = messenger.tell(at, untold);
    keep(verdict.state().withUntold(still), client);
    if (seen.kairos().view().isPresent()) {
      record(at, verdict.state());
    }
    return still;
  }

  private void record(Instant at, MonitorState state) {
    try {
      means.checks().write(at, state);
    } catch (SinkException e) {
      notes.accept("the check is no point in KairosDB: " + e.getMessage());
    }
  }

  /** With what came of the restart, where that is why it is told. */
  private static Untold withOutcome(Untold one, List<Alert> now, String outcome) {
    Alert alert = one.alert();
    boolean about = now.contains(alert) && alert.subject() == Subject.STREAM;
    return about
        ? new Untold(
            new Alert(
                alert.kind(),
                alert.subject(),
                alert.since(),
                alert.at(),
                alert.text() + ": " + outcome),
            one.channels(),
            one.unheard())
        : one;
  }

  private boolean keep(MonitorState state, Optional<ControlClient> client) throws IOException {
    try {
      means.state().write(state, client);
      return true;
    } catch (ControlException e) {
      notes.accept(e.getMessage());
      return false;
    }
  }

  private String restart(Instant at) throws IOException, InterruptedException {
    if (means.restarter().isEmpty()) {
      return "there is no way to start it";
    }
    try {
      audit(at, "restarting", Map.of());
      String done = means.restarter().get().restart(this::requirePlace);
      notes.accept("the stream was started again: " + done);
      audit(clock.instant(), "restarted", Map.of("done", done));
      return done;
    } catch (ActionException e) {
      notes.accept("the stream could not be started again: " + e.getMessage());
      audit(clock.instant(), "restart-failed", Map.of("problem", e.getMessage()));
      return "that failed: " + e.getMessage();
    }
  }

  private void requirePlace() throws ActionException {
    try {
      if (!place(means.zooKeeper().get()).isHeld()) {
        throw new ActionException("another monitor may act now");
      }
    } catch (ControlException e) {
      throw new ActionException(e.getMessage(), e);
    }
  }

  /** Who can tell nobody is as good as dead: somebody else has to notice. */
  private void beat(Instant at, List<Untold> untold) throws InterruptedException {
    if (untold.stream().anyMatch(one -> one.unheard() > UNHEARD_CHECKS)) {
      notes.accept("no sign of life is given: people can't be told");
      return;
    }
    try {
      means.heartbeat().beat(at);
    } catch (ActionException e) {
      notes.accept("no sign of life was given: " + e.getMessage());
    }
  }

  /** Says what was decided; the audit log has it where it is news. */
  private void note(Instant at, Decision decision) throws IOException {
    notes.accept(
        at + " " + decision.action().name().toLowerCase(Locale.ROOT) + ": " + decision.reason());
    if (!last.equals(Optional.of(decision))) {
      audit(at, "decided", Map.of("action", decision.action().name(), "reason", decision.reason()));
    }
    last = Optional.of(decision);
  }

  private void audit(Instant at, String event, Map<String, String> more) throws IOException {
    Map<String, String> all = new TreeMap<>(more);
    if (means.dryRun()) {
      all.put("dryRun", "true");
    }
    means.audit().add(at, event, all);
  }
}
