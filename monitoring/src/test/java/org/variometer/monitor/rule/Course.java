package org.variometer.monitor.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.variometer.monitor.rule.Decision.Action;

/** Checks one after the other, each with what the one before knew. */
final class Course {
  private final Policy policy;
  private final Duration every;
  private final List<Alert> alerts = new ArrayList<>();
  private final List<Instant> restarts = new ArrayList<>();
  private MonitorState state = MonitorState.NEW;
  private Instant now = Scene.START;
  private Decision decision;

  Course(Policy policy, Duration every) {
    this.policy = policy;
    this.every = every;
  }

  /** Checks that many times what is seen then. */
  Course check(int times, UnaryOperator<Scene> scene) {
    for (int i = 0; i < times; i++) {
      Verdict verdict = policy.judge(scene.apply(Scene.at(now)).seen(), state);
      state = verdict.state();
      decision = verdict.decision();
      alerts.addAll(verdict.alerts());
      if (decision.action() == Action.RESTART) {
        restarts.add(now);
      }
      now = now.plus(every);
    }
    return this;
  }

  Instant now() {
    return now;
  }

  Decision decision() {
    return decision;
  }

  MonitorState state() {
    return state;
  }

  List<Alert> alerts() {
    return alerts;
  }

  /** What was told so far, kinds and subjects. */
  List<String> told() {
    return alerts.stream().map(alert -> alert.kind() + " " + alert.subject().name()).toList();
  }

  List<Instant> restarts() {
    return restarts;
  }
}
