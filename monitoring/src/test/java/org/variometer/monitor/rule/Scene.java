package org.variometer.monitor.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.variometer.config.MonitorSettings;
import org.variometer.monitor.TestSettings;

/** What a check sees, all well unless something is said to be wrong. */
final class Scene {
  static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final MonitorSettings SETTINGS = settings(Map.of());
  private static final Policy POLICY = policy(SETTINGS);

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
  private Seen<Observation.Kairos> kairos = Seen.of(new Observation.Kairos());
  private Seen<Observation.Log> log = Seen.of(new Observation.Log(Map.of(0, 1000L)));
  private Optional<String> commitsProblem = Optional.empty();
  private Optional<String> writer = Optional.of("host a");
  private Optional<Instant> maintenance = Optional.empty();
  private boolean writes = true;
  private boolean hasRun = true;
  private boolean catchingUp;
  private Map<String, Instant> others = Map.of();
  private Duration zooKeeperAhead = Duration.ZERO;
  private Instant firstCommit;
  private Instant lastCommit;
  private Optional<Instant> sealedThrough;

  private Scene(Instant at) {
    this.at = at;
    master = Seen.of(master(Optional.of(Instant.EPOCH), 1, 2));
    firstCommit = at.minus(Duration.ofDays(1));
    lastCommit = at.minusSeconds(3);
    sealedThrough = Optional.of(at.minus(Duration.ofMinutes(80)));
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

  /** The defaults, but for smaller numbers, and these keys below {@code variometer.monitor}. */
  static MonitorSettings settings(Map<String, String> more) {
    Map<String, String> keys = TestSettings.byCommand();
    keys.put("limits.lag-records", "1000");
    keys.put("limits.state-sessions", "100");
    keys.put("restart.reset-after-checks", "3");
    keys.putAll(more);
    return TestSettings.of(keys);
  }

  static Rules rules() {
    return rules(SETTINGS);
  }

  private static Rules rules(MonitorSettings settings) {
    return new Rules(settings.limits(), INTERVAL, Duration.ofMinutes(30), Duration.ofHours(1));
  }

  static Policy policy() {
    return POLICY;
  }

  static Policy policy(MonitorSettings settings) {
    MonitorSettings.Restart restart = settings.restart();
    return new Policy(
        rules(settings),
        settings.incidents(),
        restart,
        new Backoff(restart.firstDelay(), restart.maxDelay(), restart.seed()));
  }

  private static Observation.Master master(
      Optional<Instant> application, int applications, int workers) {
    return new Observation.Master(
        application, applications, workers, Optional.empty(), Optional.of(Instant.EPOCH));
  }

  Scene noApplication() {
    master = Seen.of(master(Optional.empty(), 0, 2));
    return this;
  }

  /** The driver has died, and Spark is about to start it again if it lists it. */
  Scene ended(Instant start, Instant end, boolean listed) {
    dead();
    Observation.Ended ended = new Observation.Ended(start, end);
    Optional<Instant> driver = listed ? Optional.of(start) : Optional.empty();
    master = Seen.of(new Observation.Master(Optional.empty(), 0, 2, Optional.of(ended), driver));
    return this;
  }

  /** A driver was submitted, and has no application yet. */
  Scene submittedAt(Instant submitted) {
    dead();
    Optional<Instant> driver = Optional.of(submitted);
    master = Seen.of(new Observation.Master(Optional.empty(), 0, 2, Optional.empty(), driver));
    return this;
  }

  Scene applicationSince(Instant since) {
    master = Seen.of(master(Optional.of(since), 1, 2));
    return this;
  }

  Scene applications(int number) {
    master = Seen.of(master(Optional.of(Instant.EPOCH), number, 2));
    return this;
  }

  Scene noWorker() {
    master = Seen.of(master(Optional.of(Instant.EPOCH), 1, 0));
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

  /** The region's stream never committed. */
  Scene neverRan() {
    hasRun = false;
    return this;
  }

  /** The region's stream never committed, while that of another one has for some time. */
  Scene neverRanBeside(String other, Duration commits) {
    others = Map.of(other, at.minus(commits), "region-new", at);
    return neverRan();
  }

  /** Another region has the right to write. */
  Scene standsBy() {
    writes = false;
    return this;
  }

  /** The last micro-batch is that of an earlier check. */
  Scene committedAt(Instant last) {
    lastCommit = last;
    return this;
  }

  /** By how much ZooKeeper's clock is ahead of the monitor's. */
  Scene zooKeeperAhead(Duration ahead) {
    zooKeeperAhead = ahead;
    return this;
  }

  Scene neverSealedSince(Instant first) {
    firstCommit = first;
    sealedThrough = Optional.empty();
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
    sealedThrough = Optional.of(at.minus(behind));
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
    kairos = Seen.failed("KairosDB does not answer");
    return seriesUnread();
  }

  Scene seriesUnread() {
    series = Seen.failed("a query was not answered");
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
                    writes,
                    writer,
                    hasRun
                        ? Optional.of(
                            new Observation.Batches(
                                firstCommit.plus(zooKeeperAhead), lastCommit.plus(zooKeeperAhead)))
                        : Optional.empty(),
                    others,
                    at.plus(zooKeeperAhead),
                    Map.of(0, 900L),
                    catchingUp,
                    sealedThrough,
                    maintenance));
    return new Observation(at, master, driver, commits, log, kairos, series);
  }
}
