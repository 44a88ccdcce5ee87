package org.variometer.monitor;

import java.io.IOException;
import java.time.Duration;
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
import org.variometer.monitor.action.ActionException;
import org.variometer.monitor.action.Channel;
import org.variometer.monitor.action.Heartbeat;
import org.variometer.monitor.action.Restarter;
import org.variometer.monitor.probe.Probes;
import org.variometer.monitor.record.AuditLog;
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
  /** What could not be told for so long is old news. */
  private static final Duration TELL_WITHIN = Duration.ofDays(1);

  private final Probes probes;
  private final Policy policy;
  private final Means means;
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
      Heartbeat heartbeat,
      boolean dryRun) {}

  Monitor(Probes probes, Policy policy, Means means, InstantSource clock, Consumer<String> notes) {
    this.probes = probes;
    this.policy = policy;
    this.means = means;
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
    Optional<ControlClient> client = connected(seen);
    Optional<String> other = means.dryRun() ? Optional.empty() : takenByOther(client);
    if (other.isPresent()) {
      note(at, new Decision(Action.NOTHING, "another monitor watches: " + other.get()));
    } else if (means.dryRun()) {
      imagine(at, seen, client);
    } else {
      judge(at, seen, client);
    }
    beat(at);
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
    MonitorState before = imagined.isPresent() ? imagined.get() : means.state().read(client);
    Verdict verdict = policy.judge(seen, before);
    imagined = Optional.of(verdict.state());
    note(at, verdict.decision());
    for (Alert alert : verdict.alerts()) {
      notes.accept("dry run: would tell " + alert.kind() + " " + alert.text());
      audit(at, "would-tell", of(alert));
    }
  }

  private void judge(Instant at, Observation seen, Optional<ControlClient> client)
      throws IOException, InterruptedException {
    Verdict verdict = policy.judge(seen, means.state().read(client));
    note(at, verdict.decision());
    List<String> channels = means.channels().stream().map(Channel::name).toList();
    List<Untold> untold = new ArrayList<>(verdict.state().untold());
    for (Alert alert : verdict.alerts()) {
      audit(at, alert.kind().name().toLowerCase(Locale.ROOT), of(alert));
      notes.accept(alert.kind() + " " + alert.subject() + ": " + alert.text());
      untold.add(new Untold(alert, channels));
    }
    // Before anything is done: who dies in the middle of it must not do it again for nothing.
    boolean kept = keep(verdict.state().withUntold(untold), client);
    if (verdict.decision().action() == Action.RESTART) {
      String outcome = kept ? restart(at) : "nothing was started: it could not be noted before";
      untold.replaceAll(one -> told(one, verdict.alerts(), outcome));
    }
    keep(verdict.state().withUntold(tell(at, untold)), client);
  }

  /** With what came of the restart, where that is why it is told. */
  private static Untold told(Untold one, List<Alert> now, String outcome) {
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
            one.channels())
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

  /** Tells what is untold; gives what still is. */
  private List<Untold> tell(Instant at, List<Untold> untold)
      throws IOException, InterruptedException {
    List<Untold> still = new ArrayList<>();
    for (Untold one : untold) {
      List<String> failed = new ArrayList<>();
      for (Channel channel : means.channels()) {
        if (one.channels().contains(channel.name()) && !isTold(at, channel, one.alert())) {
          failed.add(channel.name());
        }
      }
      if (!failed.isEmpty() && at.isBefore(one.alert().at().plus(TELL_WITHIN))) {
        still.add(new Untold(one.alert(), failed));
      }
    }
    return still;
  }

  private boolean isTold(Instant at, Channel channel, Alert alert)
      throws IOException, InterruptedException {
    Map<String, String> more = of(alert);
    more.put("channel", channel.name());
    try {
      channel.tell(alert);
      audit(at, "told", more);
      return true;
    } catch (ActionException e) {
      notes.accept(e.getMessage() + "; it is tried again at the next check");
      more.put("problem", e.getMessage());
      audit(at, "not-told", more);
      return false;
    }
  }

  private void beat(Instant at) throws InterruptedException {
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

  private static Map<String, String> of(Alert alert) {
    Map<String, String> more = new TreeMap<>();
    more.put("kind", alert.kind().name());
    more.put("subject", alert.subject().name());
    more.put("since", alert.since().toString());
    more.put("text", alert.text());
    return more;
  }

  private void audit(Instant at, String event, Map<String, String> more) throws IOException {
    Map<String, String> all = new TreeMap<>(more);
    if (means.dryRun()) {
      all.put("dryRun", "true");
    }
    means.audit().add(at, event, all);
  }
}
