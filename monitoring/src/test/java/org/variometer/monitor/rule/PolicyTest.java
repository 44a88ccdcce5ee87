package org.variometer.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.variometer.monitor.rule.Decision.Action;

/** What is done about what is wrong. */
class PolicyTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant BEGAN = Scene.START.minus(Duration.ofHours(9));

  private final Course course = new Course(Scene.policy(), MINUTE);

  static Stream<Arguments> decisions() {
    return Stream.of(
        scene("all is well", s -> s, Action.NOTHING),
        scene("killed", s -> s.dead(), Action.RESTART),
        scene("master and driver", s -> s.noApplication().driverSilent(), Action.RESTART),
        scene("master and commits", s -> s.noApplication().noWriter(), Action.RESTART),
        scene(
            "stuck",
            s -> s.driver(Scene.driver(0, 0, 0, 1, 999)).quietFor(Duration.ofMinutes(9)),
            Action.RESTART),
        scene("frozen", s -> s.driverSilent().noWriter(), Action.RESTART),
        scene("the master alone", s -> s.noApplication(), Action.HOLD),
        scene("the driver alone", s -> s.driverSilent(), Action.HOLD),
        scene(
            "ZooKeeper alone, twice",
            s -> s.noWriter().quietFor(Duration.ofMinutes(9)),
            Action.HOLD),
        scene("without a master", s -> s.noMaster().driverSilent().noWriter(), Action.RESTART),
        scene("killed with KairosDB", s -> s.dead().kairosDown(), Action.HOLD),
        scene("killed with Kafka", s -> s.dead().kafkaDown(), Action.HOLD),
        scene("killed with the master", s -> s.driverSilent().noWriter().masterDown(), Action.HOLD),
        scene("killed with all workers", s -> s.driverSilent().noWriter().noWorker(), Action.HOLD),
        scene("ZooKeeper down", s -> s.noApplication().driverSilent().zooKeeperDown(), Action.HOLD),
        scene("only late", s -> s.driver(Scene.driver(9, 0, 999, 999, 1)), Action.NOTHING),
        scene("in maintenance", s -> s.dead().maintenanceSince(Scene.START), Action.NOTHING),
        scene(
            "just begun",
            s -> s.driverSilent().noWriter().applicationSince(Scene.START.minusSeconds(119)),
            Action.HOLD),
        scene(
            "begun a while ago",
            s -> s.driverSilent().noWriter().applicationSince(Scene.START.minusSeconds(120)),
            Action.RESTART),
        scene("never begun", s -> s.dead().neverRan(), Action.HOLD),
        scene("just submitted", s -> s.submittedAt(ago(119)), Action.HOLD),
        scene("submitted a while ago", s -> s.submittedAt(ago(120)), Action.RESTART),
        scene("just died, supervised", s -> s.ended(BEGAN, ago(1), true), Action.HOLD),
        scene("just before its time is over", s -> s.ended(BEGAN, ago(29), true), Action.HOLD),
        scene("when its time is over", s -> s.ended(BEGAN, ago(30), true), Action.RESTART),
        scene("just died, with no driver", s -> s.ended(BEGAN, ago(1), false), Action.RESTART),
        scene("a master's clock ahead", s -> s.ended(BEGAN, ago(-29), true), Action.HOLD),
        scene("further ahead", s -> s.ended(BEGAN, ago(-30), true), Action.RESTART));
  }

  private static Instant ago(int seconds) {
    return Scene.START.minusSeconds(seconds);
  }

  private static Arguments scene(String name, UnaryOperator<Scene> scene, Action expected) {
    return Arguments.of(name, scene, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decisions")
  void twoWitnessesThatAgreeStartTheStreamAgainUnlessItCanNotWork(
      String name, UnaryOperator<Scene> scene, Action expected) {
    assertThat(course.check(1, scene).decision().action()).as(name).isEqualTo(expected);
  }

  @Test
  void aKilledStreamIsOneAlertAndOneWhenItIsOver() {
    course.check(3, s -> s).check(1, s -> s.dead()).check(10, s -> s);
    assertThat(course.told()).containsExactly("OPENED STREAM", "OVER STREAM");
    assertThat(course.restarts()).hasSize(1);
    assertThat(course.alerts().get(0).text())
        .isEqualTo(
            "the Spark master has no application of the stream; the driver does not answer; no"
                + " stream holds the right to write in ZooKeeper. the stream is started again"
                + " (restart 1)");
    assertThat(course.alerts().get(1).at()).isEqualTo(Scene.START.plus(MINUTE.multipliedBy(6)));
  }

  @Test
  void aDependencyThatIsDownIsTheOneAlertAndTheStreamWaitsForIt() {
    course.check(2, s -> s).check(20, s -> s.dead().kairosDown());
    assertThat(course.told()).containsExactly("OPENED KAIROSDB");
    assertThat(course.decision().reason()).contains("KairosDB does not answer");
    assertThat(course.restarts()).isEmpty();
    course.check(1, s -> s.dead());
    assertThat(course.restarts()).hasSize(1);
    course.check(10, s -> s);
    assertThat(course.told())
        .containsExactly("OPENED KAIROSDB", "OPENED STREAM", "OVER KAIROSDB", "OVER STREAM");
  }

  @Test
  void oneWitnessAloneIsToldWhenTheNextCheckFindsItToo() {
    course.check(1, s -> s.driverSilent()).check(5, s -> s);
    assertThat(course.told()).isEmpty();
    course.check(2, s -> s.driverSilent());
    assertThat(course.told()).containsExactly("OPENED STREAM");
    assertThat(course.restarts()).isEmpty();
  }

  /** As one that has got another region's name: its own stream is missed by nobody else. */
  @Test
  void aMonitorOfARegionWithoutAStreamTellsOnceWhichRegionsHaveOne() {
    course.check(
        60,
        s ->
            s.dead()
                .driver(Scene.driver(0, 0, 0, 0, 0))
                .neverRanBeside("eu", MINUTE.multipliedBy(11)));
    assertThat(course.told()).containsExactly("OPENED REGION");
    assertThat(course.alerts().get(0).text()).contains("but of eu");
    assertThat(course.restarts()).isEmpty();
    course.check(3, s -> s);
    assertThat(course.told()).containsExactly("OPENED REGION", "OVER REGION");
  }

  @Test
  void whatComesAndGoesIsOneIncident() {
    for (int i = 0; i < 20; i++) {
      course.check(1, s -> s.driverSilent()).check(2, s -> s);
    }
    assertThat(course.told()).containsExactly("OPENED STREAM");
    course.check(3, s -> s);
    assertThat(course.told()).containsExactly("OPENED STREAM", "OVER STREAM");
  }

  @Test
  void aStreamThatNeverWorksAgainIsStartedAtGrowingDelaysThenSomebodyIsCalledOnce() {
    Course often = new Course(Scene.policy(), Duration.ofSeconds(5)).check(12 * 60, s -> s.dead());
    assertThat(often.restarts()).hasSize(4);
    for (int i = 2; i < 4; i++) {
      Duration before = Duration.between(often.restarts().get(i - 2), often.restarts().get(i - 1));
      Duration then = Duration.between(often.restarts().get(i - 1), often.restarts().get(i));
      assertThat(then).isGreaterThanOrEqualTo(before);
    }
    assertThat(often.told()).containsExactly("OPENED STREAM", "PAGE STREAM");
    often.check(12 * 600, s -> s.dead());
    assertThat(often.restarts()).hasSize(4);
    assertThat(often.told()).containsExactly("OPENED STREAM", "PAGE STREAM");
  }

  @Test
  void afterAPageHealthyChecksLetTheMonitorRestartAgain() {
    Course often =
        new Course(Scene.policy(), Duration.ofSeconds(5)).check(12 * 60 * 3, s -> s.dead());
    assertThat(often.state().restarts().paged()).isTrue();
    often.check(2, s -> s).check(1, s -> s.dead());
    assertThat(often.restarts()).hasSize(4);
    often.check(3, s -> s).check(1, s -> s.dead());
    assertThat(often.restarts()).hasSize(5);
  }

  @Test
  void maintenanceEndsAPageAndTellsNobody() {
    Course often =
        new Course(Scene.policy(), Duration.ofSeconds(5)).check(12 * 60 * 3, s -> s.dead());
    int told = often.told().size();
    often.check(1, s -> s.dead().kairosDown().maintenanceSince(often.now()));
    assertThat(often.told()).hasSize(told);
    assertThat(often.state().restarts().paged()).isFalse();
  }

  @Test
  void forgottenMaintenanceIsToldAndOverWhenItEnds() {
    Instant longAgo = Scene.START.minus(Duration.ofHours(9));
    course.check(3, s -> s.maintenanceSince(longAgo)).check(3, s -> s);
    assertThat(course.told()).containsExactly("OPENED MAINTENANCE", "OVER MAINTENANCE");
  }

  @Test
  void aStreamThatBeginsIsNotTold() {
    course.check(2, s -> s.driverSilent().noWriter().applicationSince(Scene.START.minusSeconds(1)));
    assertThat(course.told()).isEmpty();
  }

  @Test
  void whatCanNotBeSeenIsNotOver() {
    course.check(1, s -> s.dead()).check(10, s -> s.zooKeeperDown());
    assertThat(course.told()).containsExactly("OPENED STREAM", "OPENED ZOOKEEPER");
    course.check(3, s -> s);
    assertThat(course.told()).contains("OVER STREAM", "OVER ZOOKEEPER");
  }

  @Test
  void severalChecksCanBeAskedToAgree() {
    Course patient = new Course(policy("restart.after-checks", "3"), MINUTE);
    patient.check(2, s -> s.dead());
    assertThat(patient.restarts()).isEmpty();
    assertThat(patient.check(1, s -> s.dead()).restarts()).hasSize(1);
  }

  @Test
  void whoIsNotToStartTheStreamTellsOnly() {
    Course teller = new Course(policy("restart.by", "none"), MINUTE);
    teller.check(60, s -> s.dead());
    assertThat(teller.restarts()).isEmpty();
    assertThat(teller.told()).containsExactly("OPENED STREAM");
    assertThat(teller.decision().reason()).contains("variometer.monitor.restart.by");
  }

  /** Each time it has an application, and no commit, before it dies. */
  @Test
  void aStreamThatBeginsAgainAndAgainGetsNoMoreTimeThanItsFirstStart() {
    Course often = new Course(policy("restart.by", "none"), Duration.ofSeconds(10));
    Instant commit = Scene.START.minusSeconds(3);
    for (int start = 0; start < 20; start++) {
      Instant since = often.now();
      often
          .check(9, s -> s.committedAt(commit).driverSilent().noWriter().applicationSince(since))
          .check(1, s -> s.committedAt(commit).dead());
    }
    assertThat(often.told()).containsExactly("OPENED STREAM");
    // The grace of its first start, up to the next check.
    assertThat(often.alerts().get(0).at())
        .isBeforeOrEqualTo(Scene.START.plus(Duration.ofSeconds(130)));
  }

  /** As after kill -9: it has no application for as long as its next start takes. */
  @Test
  void aDriverThatSparkStartsAgainIsNoRestartAndNoAlert() {
    Course often = new Course(Scene.policy(), Duration.ofSeconds(5)).check(3, s -> s);
    Instant end = often.now().minusSeconds(1);
    often.check(4, s -> s.committedAt(end).ended(BEGAN, end, true));
    assertThat(often.decision().reason())
        .isEqualTo("Spark starts the stream's driver again, and has until " + end.plusSeconds(30));
    Instant again = often.now();
    often
        .check(4, s -> s.committedAt(end).driverSilent().noWriter().applicationSince(again))
        .check(30, s -> s.applicationSince(again));
    assertThat(often.restarts()).isEmpty();
    assertThat(often.told()).isEmpty();
  }

  @Test
  void aDriverThatSparkDoesNotBringBackInTimeIsStartedAgainAndTold() {
    Course often = new Course(Scene.policy(), Duration.ofSeconds(5)).check(3, s -> s);
    Instant end = often.now().minusSeconds(1);
    often.check(7, s -> s.committedAt(end).ended(BEGAN, end, true));
    assertThat(often.restarts()).containsExactly(end.plusSeconds(31));
    assertThat(often.told()).containsExactly("OPENED STREAM");
  }

  /**
   * The driver that is listed is the monitor's own, and the application that ended the old one's.
   */
  @Test
  void behindARestartItIsNotSparkThatIsGivenTime() {
    Course often = new Course(Scene.policy(), Duration.ofSeconds(5)).check(3, s -> s);
    Instant end = often.now();
    often.check(1, s -> s.committedAt(end).dead());
    often.check(2, s -> s.committedAt(end).ended(BEGAN, end, true));
    assertThat(often.restarts()).containsExactly(end);
    assertThat(often.decision().reason())
        .isEqualTo("the stream began at " + end + " and is given time");
  }

  /** As after the machine's own start: the stream has run before, long ago, and begins. */
  @Test
  void aDriverThatWasJustSubmittedIsLeftAloneUntilItHasAnApplication() {
    Course often = new Course(Scene.policy(), Duration.ofSeconds(15));
    Instant last = Scene.START.minus(Duration.ofDays(1));
    Instant submitted = Scene.START.minusSeconds(5);
    often.check(4, s -> s.committedAt(last).submittedAt(submitted));
    assertThat(often.decision().reason())
        .isEqualTo("the stream began at " + submitted + " and is given time");
    Instant began = often.now();
    often
        .check(2, s -> s.committedAt(last).driverSilent().noWriter().applicationSince(began))
        .check(20, s -> s.applicationSince(began));
    assertThat(often.restarts()).isEmpty();
  }

  /** Each time another application has just ended, and none of them has committed anything. */
  @Test
  void aDriverThatDiesAtEachStartIsNotLeftToSparkForEver() {
    Course often = new Course(Scene.policy(), Duration.ofSeconds(10)).check(3, s -> s);
    Instant commit = often.now().minusSeconds(13);
    for (int i = 0; i < 40; i++) {
      Instant end = often.now().minusSeconds(1);
      often.check(1, s -> s.committedAt(commit).ended(end.minusSeconds(5), end, true));
    }
    assertThat(often.told()).containsExactly("OPENED STREAM");
    // The grace of the first one that is no longer the one that had committed.
    assertThat(often.restarts().get(0))
        .isAfterOrEqualTo(commit.plus(MINUTE.multipliedBy(2)))
        .isBeforeOrEqualTo(commit.plus(MINUTE.multipliedBy(3)));
  }

  @Test
  void aStreamThatHasCommittedBetweenTwoChecksIsLeftToSparkAgain() {
    Course often = new Course(Scene.policy(), MINUTE.multipliedBy(5)).check(3, s -> s);
    Instant second = often.now().minus(MINUTE.multipliedBy(4));
    Instant end = often.now().minusSeconds(20);
    often.check(1, s -> s.committedAt(end).ended(second, end, true));
    assertThat(often.restarts()).isEmpty();
    assertThat(often.told()).isEmpty();
  }

  @Test
  void anotherStartBehindNewerCommitsIsGivenTimeAgain() {
    Course often = new Course(policy("restart.by", "none"), Duration.ofSeconds(10));
    often.check(30, s -> s);
    Instant commit = often.now().minusSeconds(13);
    Instant since = often.now();
    often.check(11, s -> s.committedAt(commit).driverSilent().noWriter().applicationSince(since));
    assertThat(often.told()).isEmpty();
    assertThat(often.decision().reason()).contains("is given time");
  }

  @Test
  void whoBeginsLongBehindTheLastCommitIsTold() {
    Course often = new Course(policy("restart.by", "none"), Duration.ofSeconds(10));
    Instant commit = Scene.START.minusSeconds(119);
    Instant since = Scene.START.minusSeconds(1);
    often.check(1, s -> s.committedAt(commit).driverSilent().noWriter().applicationSince(since));
    assertThat(often.told()).isEmpty();
    often.check(1, s -> s.committedAt(commit).driverSilent().noWriter().applicationSince(since));
    assertThat(often.told()).containsExactly("OPENED STREAM");
  }

  @Test
  void theEndOfMaintenanceGivesTheStreamTime() {
    Instant commit = Scene.START.minusSeconds(3);
    for (int every : new int[] {10, 119}) {
      Course often = new Course(Scene.policy(), Duration.ofSeconds(every));
      often.check(9, s -> s.committedAt(commit).dead().maintenanceSince(Scene.START));
      Instant end = often.now();
      while (often.now().isBefore(end.plusSeconds(120))) {
        often.check(1, s -> s.committedAt(commit).dead());
        assertThat(often.told()).isEmpty();
        assertThat(often.restarts()).isEmpty();
      }
      assertThat(often.check(1, s -> s.committedAt(commit).dead()).restarts()).hasSize(1);
    }
  }

  @Test
  void checksWithoutNewerCommitsAreNoHealth() {
    Course often = new Course(Scene.policy(), Duration.ofSeconds(5));
    Instant commit = Scene.START.minusSeconds(3);
    often.check(1, s -> s.committedAt(commit).dead());
    often.check(20, s -> s.committedAt(commit));
    assertThat(often.state().restarts().attempts()).isEqualTo(1);
    often.check(2, s -> s);
    assertThat(often.state().restarts().attempts()).isEqualTo(1);
    assertThat(often.check(1, s -> s).state().restarts().attempts()).isZero();
  }

  @Test
  void aCallForHelpHoldsForTheHourOfItsBudget() {
    Course often = new Course(Scene.policy(), MINUTE).check(30, s -> s.dead());
    Instant last = often.restarts().get(3);
    assertThat(often.state().restarts().paged()).isTrue();
    while (often.now().isBefore(last.plus(Duration.ofHours(1)))) {
      often.check(1, s -> s);
      assertThat(often.state().restarts().paged()).isTrue();
    }
    assertThat(often.check(1, s -> s).state().restarts().paged()).isFalse();
  }

  @Test
  void whereWhatWasKnownIsLostSomebodyIsCalledInsteadOfARestart() {
    Policy policy = Scene.policy();
    MonitorState lost = policy.afterLoss(MonitorState.NEW, Scene.START);
    Instant later = Scene.START.plus(Duration.ofMinutes(3));
    Verdict verdict = policy.judge(Scene.at(later).dead().seen(), lost);
    assertThat(verdict.decision().action()).isEqualTo(Action.PAGE);
    Instant muchLater = Scene.START.plus(Duration.ofMinutes(61));
    assertThat(policy.judge(Scene.at(muchLater).dead().seen(), lost).decision().action())
        .isEqualTo(Action.RESTART);
  }

  private static Policy policy(String key, String value) {
    return Scene.policy(Scene.settings(Map.of(key, value)));
  }
}
