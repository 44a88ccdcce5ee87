package org.variometer.monitor.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.variometer.config.MonitorSettings;

/** What a check sees, all well unless something is said to be wrong. */
final class Scene {
  static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  static final Duration INTERVAL = Duration.ofSeconds(10);
  static final MonitorSettings.Limits LIMITS =
      new MonitorSettings.Limits(
          12,
          12,
          Duration.ofMinutes(30),
          0.5,
          30,
          36,
          1000,
          3,
          100,
          0.2,
          0.05,
          2,
          Duration.ofHours(8));

  private final Instant at;
  private Seen<Observation.Master> master;
  private Seen<Observation.Driver> driver = Seen.of(driver(30, 0, 0, 1, 1));
  private Seen<Observation.Series> series =
      Seen.of(
          new Observation.Series(
              OptionalDouble.of(1000),
              OptionalDouble.of(900),
              OptionalDouble.of(0.01),
              Map.of("visits", 0.001)));
  private Seen<Observation.Log> log = Seen.of(new Observation.Log(Map.of(0, 1000L)));
  private Optional<String> commitsProblem = Optional.empty();
  private Optional<String> writer = Optional.of("host a");
  private Optional<Instant> maintenance = Optional.empty();
  private boolean everWritten = true;
  private boolean catchingUp;
  private Instant lastCommit;
  private Instant sealedThrough;

  private Scene(Instant at) {
    this.at = at;
    master = Seen.of(new Observation.Master(Optional.of(Instant.EPOCH), 2));
    lastCommit = at.minusSeconds(3);
    sealedThrough = at.minus(Duration.ofMinutes(80));
  }

  static Scene at(Instant at) {
    return new Scene(at);
  }

  static Observation.Driver driver(
      int succeeded, int failed, int schedulingSeconds, int totalSeconds, int taskSeconds) {
    return new Observation.Driver(
        succeeded,
        failed,
        Duration.ofSeconds(schedulingSeconds),
        Duration.ofSeconds(totalSeconds),
        Duration.ofSeconds(taskSeconds));
  }

  static Rules rules() {
    return new Rules(LIMITS, INTERVAL, Duration.ofMinutes(30), Duration.ofHours(1));
  }

  static Policy policy() {
    return policy(MonitorSettings.Way.COMMAND, 1);
  }

  static Policy policy(MonitorSettings.Way way, int afterChecks) {
    Duration first = Duration.ofMinutes(1);
    Duration max = Duration.ofMinutes(30);
    MonitorSettings.Restart restart =
        new MonitorSettings.Restart(
            way,
            afterChecks,
            first,
            max,
            1,
            3,
            4,
            Duration.ofMinutes(2),
            Duration.ofSeconds(45),
            List.of("stop"),
            List.of("start"),
            Optional.empty());
    return new Policy(
        rules(), new MonitorSettings.Incidents(2, 3), restart, new Backoff(first, max, 1));
  }

  Scene noApplication() {
    master = Seen.of(new Observation.Master(Optional.empty(), 2));
    return this;
  }

  Scene applicationSince(Instant since) {
    master = Seen.of(new Observation.Master(Optional.of(since), 2));
    return this;
  }

  Scene noWorker() {
    master = Seen.of(new Observation.Master(Optional.of(Instant.EPOCH), 0));
    return this;
  }

  Scene masterDown() {
    master = Seen.failed("the master does not answer");
    return this;
  }

  Scene noMaster() {
    master = Seen.unasked();
    return this;
  }

  Scene driverSilent() {
    driver = Seen.failed("the driver does not answer");
    return this;
  }

  Scene driver(Observation.Driver seen) {
    driver = Seen.of(seen);
    return this;
  }

  Scene noWriter() {
    writer = Optional.empty();
    return this;
  }

  Scene neverWritten() {
    everWritten = false;
    return this;
  }

  Scene quietFor(Duration quiet) {
    lastCommit = at.minus(quiet);
    return this;
  }

  Scene catchingUp() {
    catchingUp = true;
    return this;
  }

  Scene sealedBehind(Duration behind) {
    sealedThrough = at.minus(behind);
    return this;
  }

  Scene maintenanceSince(Instant since) {
    maintenance = Optional.of(since);
    return this;
  }

  Scene zooKeeperDown() {
    commitsProblem = Optional.of("ZooKeeper does not answer");
    return this;
  }

  Scene kafkaDown() {
    log = Seen.failed("Kafka does not answer");
    return this;
  }

  Scene ends(long end) {
    log = Seen.of(new Observation.Log(Map.of(0, end)));
    return this;
  }

  Scene kairosDown() {
    series = Seen.failed("KairosDB does not answer");
    return this;
  }

  Scene series(double sessions, double before, double rejected, double apart) {
    series =
        Seen.of(
            new Observation.Series(
                OptionalDouble.of(sessions),
                OptionalDouble.of(before),
                OptionalDouble.of(rejected),
                Map.of("visits", apart, "orders", 0.0)));
    return this;
  }

  /** As a killed stream looks. */
  Scene dead() {
    return noApplication().driverSilent().noWriter();
  }

  Observation seen() {
    Seen<Observation.Commits> commits =
        commitsProblem.isPresent()
            ? Seen.failed(commitsProblem.get())
            : Seen.of(
                new Observation.Commits(
                    everWritten,
                    writer,
                    Optional.of(lastCommit),
                    Map.of(0, 900L),
                    catchingUp,
                    Optional.of(sealedThrough),
                    maintenance));
    return new Observation(at, master, driver, commits, log, series);
  }
}
