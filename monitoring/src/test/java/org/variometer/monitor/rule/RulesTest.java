package org.variometer.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What counts as wrong. */
class RulesTest {

  static Stream<Arguments> scenes() {
    return Stream.of(
        scene("all is well", s -> s),
        scene("no application", s -> s.noApplication(), Signal.NO_APPLICATION),
        scene("no master to ask", s -> s.noMaster()),
        scene("the master is down", s -> s.masterDown(), Signal.MASTER_DOWN),
        scene("no worker", s -> s.noWorker(), Signal.NO_WORKER),
        scene("the driver is silent", s -> s.driverSilent(), Signal.DRIVER_SILENT),
        scene("half of the batches failed", s -> s.driver(Scene.driver(5, 5, 0, 1, 1))),
        scene(
            "more than half of the batches failed",
            s -> s.driver(Scene.driver(4, 5, 0, 1, 1)),
            Signal.BATCHES_FAILED),
        scene("no batches at all", s -> s.driver(Scene.driver(0, 0, 0, 0, 0))),
        scene("a task for 12 intervals", s -> s.driver(Scene.driver(9, 0, 0, 1, 120))),
        scene("a task for longer", s -> s.driver(Scene.driver(9, 0, 0, 1, 121)), Signal.TASK_STUCK),
        scene(
            "a task for as long in a catch-up",
            s -> s.catchingUp().driver(Scene.driver(9, 0, 0, 1, 121))),
        scene("a wait of 30 intervals", s -> s.driver(Scene.driver(9, 0, 300, 301, 1))),
        scene(
            "a longer wait",
            s -> s.driver(Scene.driver(9, 0, 301, 302, 1)),
            Signal.SCHEDULING_DELAYED),
        scene(
            "an end after 36 intervals",
            s -> s.driver(Scene.driver(9, 0, 10, 361, 1)),
            Signal.TOTAL_DELAYED),
        scene("no writer", s -> s.noWriter(), Signal.NO_WRITER),
        scene("no stream ever", s -> s.neverRan().noWriter().noApplication()),
        scene(
            "no stream ever beside one of ten minutes",
            s -> s.neverRanBeside("region-a", Duration.ofMinutes(10)).noWriter().noApplication()),
        scene(
            "no stream ever beside an older one",
            s -> s.neverRanBeside("region-a", Duration.ofSeconds(601)).noWriter().noApplication(),
            Signal.REGION_UNKNOWN),
        scene("no writer in another region", s -> s.standsBy().noWriter()),
        scene(
            "no stream in a standby region",
            s -> s.standsBy().noApplication(),
            Signal.NO_APPLICATION),
        scene(
            "a standby region that is quiet",
            s -> s.standsBy().quietFor(Duration.ofSeconds(121)),
            Signal.NO_BATCH),
        scene("two streams", s -> s.applications(2), Signal.SEVERAL_STREAMS),
        scene("a clock behind ZooKeeper's", s -> s.zooKeeperAhead(Duration.ofHours(3))),
        scene("a clock ahead of ZooKeeper's", s -> s.zooKeeperAhead(Duration.ofHours(-3))),
        scene("quiet for 12 intervals", s -> s.quietFor(Duration.ofSeconds(120))),
        scene("quiet for longer", s -> s.quietFor(Duration.ofSeconds(121)), Signal.NO_BATCH),
        scene("quiet in a catch-up", s -> s.catchingUp().quietFor(Duration.ofMinutes(30))),
        scene(
            "quiet behind a long queue",
            s -> s.driver(Scene.driver(9, 0, 301, 302, 1)).quietFor(Duration.ofMinutes(30)),
            Signal.SCHEDULING_DELAYED),
        scene(
            "quiet for too long in a catch-up",
            s -> s.catchingUp().quietFor(Duration.ofSeconds(1801)),
            Signal.NO_BATCH),
        scene("the batch two slots behind", s -> s.sealedBehind(Duration.ofHours(2))),
        scene(
            "the batch further behind",
            s -> s.sealedBehind(Duration.ofSeconds(7201)),
            Signal.BATCH_OVERDUE),
        scene(
            "never sealed for two slots",
            s -> s.neverSealedSince(Scene.START.minus(Duration.ofHours(2)))),
        scene(
            "never sealed for longer",
            s -> s.neverSealedSince(Scene.START.minus(Duration.ofSeconds(7201))),
            Signal.BATCH_OVERDUE),
        scene("never sealed and never ran", s -> s.neverSealedSince(Instant.EPOCH).neverRan()),
        scene("a lag that falls", s -> s.ends(900 + 1999)),
        scene("a lag that stays", s -> s.ends(900 + 2000), Signal.LAGGING),
        scene("a small lag that grows", s -> s.ends(900 + 1000)),
        scene("ZooKeeper down", s -> s.zooKeeperDown(), Signal.ZOOKEEPER_DOWN),
        scene("Kafka down", s -> s.kafkaDown(), Signal.KAFKA_DOWN),
        scene("KairosDB down", s -> s.kairosDown(), Signal.KAIROSDB_DOWN),
        scene("series that were not read", s -> s.seriesUnread()),
        scene("three times the state", s -> s.series(3000, 1000, 0, 0)),
        scene("more than that", s -> s.series(3001, 1000, 0, 0), Signal.STATE_GROWS),
        scene("growth of a small state", s -> s.series(100, 1, 0, 0)),
        scene("a fifth rejected", s -> s.series(1, 1, 0.2, 0)),
        scene("more rejected", s -> s.series(1, 1, 0.21, 0), Signal.MANY_REJECTED),
        scene("layers 5 % apart", s -> s.series(1, 1, 0, 0.05)),
        scene("layers further apart", s -> s.series(1, 1, 0, 0.06), Signal.LAYERS_DISAGREE),
        scene(
            "maintenance for 8 hours",
            s -> s.maintenanceSince(Scene.START.minus(Duration.ofHours(8)))),
        scene(
            "maintenance for longer",
            s -> s.maintenanceSince(Scene.START.minus(Duration.ofSeconds(28_801))),
            Signal.MAINTENANCE_LONG));
  }

  private static Arguments scene(String name, UnaryOperator<Scene> scene, Signal... expected) {
    return Arguments.of(name, scene, List.of(expected));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenes")
  void whatIsSeenIsFoundWrongBeyondItsLimit(
      String name, UnaryOperator<Scene> scene, List<Signal> expected) {
    Observation seen = scene.apply(Scene.at(Scene.START)).seen();
    assertThat(Scene.rules().findings(seen, OptionalLong.of(2000)))
        .as(name)
        .extracting(Finding::signal)
        .containsExactlyElementsOf(expected);
  }

  @Test
  void aLagIsNotToldBeforeItIsKnownWhetherItFalls() {
    Observation seen = Scene.at(Scene.START).ends(1_000_000).seen();
    assertThat(Scene.rules().findings(seen, OptionalLong.empty())).isEmpty();
  }

  @Test
  void ofSeriesThatWereNotReadNothingIsSaid() {
    assertThat(Scene.rules().unknown(Scene.at(Scene.START).seriesUnread().seen()))
        .containsExactlyInAnyOrder(Subject.STATE, Subject.REJECTED, Subject.LAYERS);
  }

  @Test
  void aRegionWithoutAStreamIsToldWithThoseThatHaveOne() {
    Observation seen =
        Scene.at(Scene.START).neverRanBeside("region-a", Duration.ofDays(1)).noWriter().seen();
    assertThat(Scene.rules().findings(seen, OptionalLong.empty()))
        .containsExactly(
            new Finding(
                Signal.REGION_UNKNOWN,
                "no stream of this region has ever committed, but of region-a: see whether"
                    + " variometer.region is right, or start the stream"));
  }

  @Test
  void whatIsWrongIsSaidWithItsFigure() {
    Observation seen = Scene.at(Scene.START).quietFor(Duration.ofMinutes(65)).seen();
    assertThat(Scene.rules().findings(seen, OptionalLong.empty()))
        .containsExactly(
            new Finding(Signal.NO_BATCH, "no micro-batch was committed for 1 h 5 min"));
  }
}
