package org.variometer.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.variometer.monitor.rule.Alert.Kind;

/** What holds whatever is seen. */
class PolicyProperties {

  /** What can be wrong in a check, each by itself. */
  @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
  enum Wrong {
    NO_APPLICATION(Scene::noApplication),
    DRIVER_SILENT(Scene::driverSilent),
    STUCK(scene -> scene.driver(Scene.driver(0, 3, 0, 1, 999))),
    LATE(scene -> scene.driver(Scene.driver(9, 0, 999, 999, 1))),
    NO_WRITER(Scene::noWriter),
    QUIET(scene -> scene.quietFor(Duration.ofHours(2))),
    NO_WORKER(Scene::noWorker),
    MASTER_DOWN(Scene::masterDown),
    ZOOKEEPER_DOWN(Scene::zooKeeperDown),
    KAFKA_DOWN(Scene::kafkaDown),
    KAIROSDB_DOWN(Scene::kairosDown),
    OVERDUE(scene -> scene.sealedBehind(Duration.ofHours(9))),
    REJECTED(scene -> scene.series(1, 1, 0.9, 0.9)),
    MAINTENANCE(scene -> scene.maintenanceSince(Scene.START));

    private final UnaryOperator<Scene> change;

    Wrong(UnaryOperator<Scene> change) {
      this.change = change;
    }
  }

  @Provide
  Arbitrary<List<List<Wrong>>> courses() {
    Arbitrary<List<Wrong>> check =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(Wrong.class).list().uniqueElements().ofMaxSize(5)),
            Tuple.of(2, Arbitraries.just(List.of())),
            Tuple.of(
                3,
                Arbitraries.just(
                    List.of(Wrong.NO_APPLICATION, Wrong.DRIVER_SILENT, Wrong.NO_WRITER))));
    return check.list().ofMaxSize(60);
  }

  private static Course run(List<List<Wrong>> checks, int everySeconds) {
    Course course = new Course(Scene.policy(), Duration.ofSeconds(everySeconds));
    checks.forEach(wrongs -> course.check(1, scene -> apply(wrongs, scene)));
    return course;
  }

  private static Scene apply(List<Wrong> wrongs, Scene scene) {
    Scene changed = scene;
    for (Wrong wrong : wrongs) {
      changed = wrong.change.apply(changed);
    }
    return changed;
  }

  @Property
  void oneWitnessAloneNeverStartsTheStream(
      @ForAll("courses") List<List<Wrong>> checks,
      @ForAll @IntRange(min = 1, max = 600) int every) {
    Course course = new Course(Scene.policy(), Duration.ofSeconds(every));
    for (List<Wrong> wrongs : checks) {
      int before = course.restarts().size();
      course.check(1, scene -> apply(wrongs, scene));
      if (course.restarts().size() > before) {
        Observation seen = apply(wrongs, Scene.at(Scene.START)).seen();
        List<Finding> findings = Scene.rules().findings(seen, OptionalLong.empty());
        assertThat(findings.stream().flatMap(f -> f.signal().witness().stream()).distinct())
            .hasSizeGreaterThanOrEqualTo(2);
        assertThat(findings).noneMatch(finding -> finding.signal().subject().isDependency());
        assertThat(wrongs).doesNotContain(Wrong.MAINTENANCE);
      }
    }
  }

  @Property
  void noHourHasMoreRestartsThanItsBudget(
      @ForAll("courses") List<List<Wrong>> checks,
      @ForAll @IntRange(min = 1, max = 600) int every) {
    List<Instant> restarts = run(checks, every).restarts();
    for (Instant first : restarts) {
      assertThat(
              restarts.stream()
                  .filter(r -> !r.isBefore(first) && r.isBefore(first.plus(Duration.ofHours(1)))))
          .hasSizeLessThanOrEqualTo(4);
    }
  }

  @Property
  void anIncidentIsToldOnceAndItsEndOnce(
      @ForAll("courses") List<List<Wrong>> checks,
      @ForAll @IntRange(min = 1, max = 600) int every) {
    Map<Subject, Kind> last = new EnumMap<>(Subject.class);
    for (Alert alert : run(checks, every).alerts()) {
      if (alert.kind() != Kind.PAGE) {
        Kind before = last.put(alert.subject(), alert.kind());
        assertThat(alert.kind()).isNotEqualTo(before);
        assertThat(before != null || alert.kind() == Kind.OPENED).isTrue();
      }
    }
  }

  @Property
  void betweenTwoPagesTheStreamWasHealthyOrMaintained(
      @ForAll @IntRange(min = 1, max = 30) int every,
      @ForAll @IntRange(min = 0, max = 2) int well) {
    Course course = new Course(Scene.policy(), Duration.ofSeconds(every));
    for (int i = 0; i < 40; i++) {
      course.check(20, Scene::dead).check(well, scene -> scene);
    }
    assertThat(course.alerts().stream().filter(alert -> alert.kind() == Kind.PAGE))
        .hasSizeLessThanOrEqualTo(1);
  }

  @Property
  void delaysGrowAndAreBounded(
      @ForAll @LongRange(min = 0) long seed,
      @ForAll @IntRange(min = 1, max = 100) int attempt,
      @ForAll @IntRange(min = 0, max = 3600) int firstSeconds,
      @ForAll @IntRange(min = 0, max = 86_400) int more) {
    Duration first = Duration.ofSeconds(firstSeconds);
    Duration max = first.plusSeconds(more);
    Backoff backoff = new Backoff(first, max, seed);
    Duration delay = backoff.delay(attempt);
    assertThat(delay).isBetween(first.dividedBy(2), max);
    assertThat(backoff.delay(attempt)).isEqualTo(delay);
    if (max.compareTo(first.multipliedBy(1L << Math.min(attempt, 20))) >= 0) {
      assertThat(backoff.delay(attempt + 1)).isGreaterThanOrEqualTo(delay);
    }
  }

  /** An hour of checks every five seconds, with what a healthy stream shows now and then. */
  @Property(tries = 20)
  void aHealthyHourStartsNothingAndTellsNobody(@ForAll("harmless") List<Wrong> wrongs) {
    Course course = new Course(Scene.policy(), Duration.ofSeconds(5));
    for (Wrong wrong : wrongs) {
      course.check(1, scene -> apply(List.of(wrong), scene)).check(7, scene -> scene);
    }
    assertThat(course.restarts()).isEmpty();
    assertThat(course.told()).isEmpty();
  }

  @Provide
  Arbitrary<List<Wrong>> harmless() {
    return Arbitraries.of(
            Wrong.NO_APPLICATION, Wrong.DRIVER_SILENT, Wrong.STUCK, Wrong.LATE, Wrong.NO_WRITER)
        .list()
        .ofSize(90);
  }
}
