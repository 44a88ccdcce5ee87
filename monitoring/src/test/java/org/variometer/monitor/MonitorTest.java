package org.variometer.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.MonitorSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.kairos.SinkException;
import org.variometer.monitor.action.ActionException;
import org.variometer.monitor.action.Channel;
import org.variometer.monitor.action.Heartbeat;
import org.variometer.monitor.action.Restarter;
import org.variometer.monitor.probe.CommitsProbe;
import org.variometer.monitor.probe.ProbeException;
import org.variometer.monitor.probe.Probes;
import org.variometer.monitor.record.AuditLog;
import org.variometer.monitor.record.Maintenance;
import org.variometer.monitor.record.StateFile;
import org.variometer.monitor.rule.Alert;
import org.variometer.monitor.rule.Backoff;
import org.variometer.monitor.rule.MonitorState;
import org.variometer.monitor.rule.Observation;
import org.variometer.monitor.rule.Policy;
import org.variometer.monitor.rule.Rules;
import org.variometer.monitor.rule.Seen;

/** One check after the other, with a real ZooKeeper and a stream, people and a clock of our own. */
@Timeout(120)
class MonitorTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private final VariometerConfig config = SharedServices.config(Map.of());
  private final List<String> notes = new ArrayList<>();
  private final List<Alert> told = new ArrayList<>();
  private final List<String> restarts = new ArrayList<>();
  private final List<ZooKeeperConnection> connections = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-20T10:00:00Z");
  private boolean dead;
  private boolean zooKeeperDown;
  private boolean deaf;
  private boolean unrecordable;
  private final List<String> recorded = new ArrayList<>();
  private boolean seriesUnread;
  private int asked;
  private boolean unstartable;

  @AfterEach
  void disconnect() {
    connections.forEach(ZooKeeperConnection::close);
  }

  @Test
  void aDeadStreamIsStartedOnceAndToldWithWhatWasDone() throws Exception {
    Monitor monitor = monitor("a", false);
    check(monitor);
    dead = true;
    check(monitor);
    dead = false;
    for (int i = 0; i < 4; i++) {
      check(monitor);
    }
    assertThat(restarts).hasSize(1);
    assertThat(told).extracting(Alert::kind).containsExactly(Alert.Kind.OPENED, Alert.Kind.OVER);
    assertThat(told.get(0).text()).endsWith("the stream is started again (restart 1): done");
    assertThat(audited())
        .containsExactly(
            "decided NOTHING",
            "decided RESTART",
            "opened",
            "restarting",
            "restarted",
            "told",
            "decided NOTHING",
            "over",
            "told");
  }

  @Test
  void everyCheckOfWhoeverActsIsRecordedAndNothingDependsOnIt() throws Exception {
    Monitor first = monitor("first", false);
    check(first);
    check(monitor("second", false));
    check(monitor("imagining", true));
    assertThat(recorded).hasSize(1);
    unrecordable = true;
    dead = true;
    check(first);
    assertThat(restarts).hasSize(1);
    assertThat(notes).anyMatch(note -> note.contains("nothing is taken"));
    unrecordable = false;
    check(first);
    assertThat(recorded).hasSize(2).last().asString().endsWith(" 1");
  }

  @Test
  void whoDiesAfterARestartDoesNotStartAgainForNothing() throws Exception {
    dead = true;
    check(monitor("a", false));
    connections.forEach(ZooKeeperConnection::close);
    Files.delete(folder.resolve("state.json"));
    check(monitor("b", false));
    assertThat(restarts).hasSize(1);
    assertThat(told).hasSize(1);
  }

  @Test
  void oneOfSeveralMonitorsActs() throws Exception {
    Monitor first = monitor("first", false);
    Monitor second = monitor("second", false);
    check(first);
    dead = true;
    check(second);
    assertThat(restarts).isEmpty();
    assertThat(told).isEmpty();
    assertThat(notes.get(notes.size() - 1)).contains("another monitor watches: first");
    first.leave();
    check(second);
    assertThat(restarts).hasSize(1);
  }

  @Test
  void whatCouldNotBeToldIsToldAtTheNextCheckOnce() throws Exception {
    Monitor monitor = monitor("a", false);
    dead = true;
    deaf = true;
    check(monitor);
    check(monitor);
    assertThat(told).isEmpty();
    deaf = false;
    check(monitor);
    check(monitor);
    assertThat(told).hasSize(1);
  }

  @Test
  void aRestartThatFailsIsTold() throws Exception {
    Monitor monitor = monitor("a", false);
    dead = true;
    unstartable = true;
    check(monitor);
    assertThat(told.get(0).text()).endsWith("(restart 1): that failed: it does not die");
    assertThat(audited()).contains("restart-failed");
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndDoesNothing() throws Exception {
    Monitor monitor = monitor("a", true);
    dead = true;
    check(monitor);
    check(monitor);
    assertThat(restarts).isEmpty();
    assertThat(told).isEmpty();
    assertThat(notes).filteredOn(note -> note.startsWith("dry run: would tell OPENED")).hasSize(1);
    assertThat(folder.resolve("state.json")).doesNotExist();
    assertThat(folder.resolve("alive")).doesNotExist();
    try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
      assertThat(client.read(client.paths().monitorHolder(config.region()))).isEmpty();
      assertThat(client.read(client.paths().monitorState(config.region()))).isEmpty();
    }
  }

  @Test
  void inMaintenanceNothingIsDoneAndLifeIsShown() throws Exception {
    try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
      new Maintenance(client, config.region()).begin(now);
    }
    Monitor monitor = monitor("a", false);
    dead = true;
    check(monitor);
    assertThat(restarts).isEmpty();
    assertThat(told).isEmpty();
    assertThat(aliveAt()).isEqualTo(now.minus(MINUTE).toString());
  }

  @Test
  void withoutZooKeeperPeopleAreToldOnceAndNothingIsStarted() throws Exception {
    Monitor monitor = monitor("a", false);
    dead = true;
    zooKeeperDown = true;
    check(monitor);
    check(monitor("a started again", false));
    assertThat(told).extracting(Alert::text).singleElement().asString().startsWith("gone. ");
    assertThat(restarts).isEmpty();
  }

  @Test
  void whoCanTellNobodyForMoreThanThreeChecksGivesNoSignOfLife() throws Exception {
    Monitor monitor = monitor("a", false);
    dead = true;
    deaf = true;
    for (int i = 0; i < 3; i++) {
      check(monitor);
      assertThat(aliveAt()).isEqualTo(now.minus(MINUTE).toString());
    }
    String last = aliveAt();
    check(monitor);
    assertThat(aliveAt()).isEqualTo(last);
    deaf = false;
    check(monitor);
    assertThat(aliveAt()).isEqualTo(now.minus(MINUTE).toString());
  }

  @Test
  void aChannelThatFailsIsNotTriedAgainInTheSameCheck() throws Exception {
    Monitor monitor = monitor("a", false);
    dead = true;
    deaf = true;
    check(monitor);
    zooKeeperDown = true;
    asked = 0;
    check(monitor);
    assertThat(asked).isEqualTo(1);
    deaf = false;
    check(monitor);
    assertThat(told).hasSize(2);
  }

  @Test
  void whatIsGivenUpAfterADayIsAudited() throws Exception {
    Monitor monitor = monitor("a", false);
    dead = true;
    deaf = true;
    check(monitor);
    now = now.plus(Duration.ofDays(1)).minus(MINUTE.multipliedBy(2));
    check(monitor);
    assertThat(audited()).doesNotContain("given-up");
    check(monitor);
    assertThat(audited()).containsOnlyOnce("given-up");
  }

  @Test
  void whereWhatWasKnownCanNotBeUnderstoodNothingIsStarted() throws Exception {
    Files.writeString(folder.resolve("state.json"), "null");
    Monitor monitor = monitor("a", false);
    dead = true;
    for (int i = 0; i < 5; i++) {
      check(monitor);
    }
    assertThat(restarts).isEmpty();
    assertThat(audited()).containsOnlyOnce("state-lost");
    assertThat(told).extracting(Alert::kind).contains(Alert.Kind.PAGE);
  }

  @Test
  void seriesThatCanNotBeReadAreNotedAndAreNoOutage() throws Exception {
    seriesUnread = true;
    check(monitor("a", false));
    assertThat(notes).contains("series are unknown: a query was not answered");
    assertThat(told).isEmpty();
  }

  private String aliveAt() throws IOException {
    return Files.readString(folder.resolve("alive")).strip();
  }

  private void check(Monitor monitor) throws IOException, InterruptedException {
    monitor.check();
    now = now.plus(MINUTE);
  }

  private List<String> audited() throws IOException {
    List<String> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("audit.jsonl"))) {
      JsonNode json = new ObjectMapper().readTree(line);
      assertThat(json.path("region").asText()).isEqualTo(config.region());
      String event = json.path("event").asText();
      events.add(event.equals("decided") ? "decided " + json.path("action").asText() : event);
    }
    return events;
  }

  private Monitor monitor(String self, boolean dryRun) {
    ZooKeeperConnection zooKeeper = new ZooKeeperConnection(config.zooKeeper(), MINUTE);
    connections.add(zooKeeper);
    Monitor.Means means =
        new Monitor.Means(
            zooKeeper,
            config.region(),
            self,
            Optional.of(this::restart),
            List.of(people()),
            new StateFile(folder.resolve("state.json"), config.region()),
            new AuditLog(folder.resolve("audit.jsonl"), config.region()),
            this::record,
            new Heartbeat(
                new MonitorSettings.Heartbeat(
                    Optional.of(folder.resolve("alive").toString()), Optional.empty()),
                MINUTE),
            dryRun);
    return new Monitor(probes(zooKeeper), policy(), means, () -> now, notes::add);
  }

  private void record(Instant at, MonitorState state) throws SinkException {
    if (unrecordable) {
      throw new SinkException("nothing is taken");
    }
    recorded.add(at.toString() + " " + state.incidents().size());
  }

  private String restart(Restarter.Permit permit) throws ActionException {
    permit.require();
    restarts.add(now.toString());
    if (unstartable) {
      throw new ActionException("it does not die");
    }
    return "done";
  }

  private Channel people() {
    return new Channel() {
      @Override
      public String name() {
        return "people";
      }

      @Override
      public void tell(Alert alert) throws ActionException {
        asked++;
        if (deaf) {
          throw new ActionException("nobody hears");
        }
        told.add(alert);
      }
    };
  }

  private Probes probes(ZooKeeperConnection zooKeeper) {
    CommitsProbe commits = new CommitsProbe(zooKeeper, config.region(), "stream", "beacons");
    return new Probes(
        () ->
            Seen.of(
                dead
                    ? new Observation.Master(
                        Optional.empty(), 0, 1, Optional.empty(), Optional.empty())
                    : new Observation.Master(
                        Optional.of(Instant.EPOCH), 1, 1, Optional.empty(), Optional.empty())),
        () ->
            dead
                ? Seen.failed("silent")
                : Seen.of(
                    new Observation.Driver(9, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO)),
        () -> {
          if (zooKeeperDown) {
            throw new ProbeException("gone");
          }
          Observation.Commits seen = commits.look().view().orElseThrow();
          return Seen.of(
              new Observation.Commits(
                  true,
                  Optional.of("somebody"),
                  Optional.of(new Observation.Batches(now, now)),
                  Map.of(),
                  now,
                  Map.of(),
                  false,
                  Optional.empty(),
                  seen.maintenance()));
        },
        () -> Seen.of(new Observation.Log(Map.of())),
        () -> Seen.of(new Observation.Kairos()),
        () ->
            seriesUnread
                ? Seen.failed("a query was not answered")
                : Seen.of(
                    new Observation.Series(
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Map.of())),
        MINUTE);
  }

  private Policy policy() {
    MonitorSettings settings = TestSettings.of(TestSettings.byCommand());
    MonitorSettings.Restart restart = settings.restart();
    return new Policy(
        new Rules(
            settings.limits(),
            config.stream().batchInterval(),
            config.batch().slotLength(),
            config.batch().sealDelay()),
        settings.incidents(),
        restart,
        new Backoff(restart.firstDelay(), restart.maxDelay(), 1));
  }
}
