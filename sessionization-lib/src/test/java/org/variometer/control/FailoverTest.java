package org.variometer.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A switch that would cost numbers is refused (spec §7). */
class FailoverTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final Instant BY_ZOOKEEPER = Instant.ofEpochMilli(NOW);
  private static final long MINUTE = 60_000;
  private static final long NEEDED = NOW - 120 * MINUTE;

  private final Failover failover =
      new Failover(Duration.ofMinutes(5), Duration.ofMinutes(1), NEEDED);
  private final Regions.Writer writer = new Regions.Writer("a", 1, false, Optional.empty());

  @Test
  void nothingSpeaksAgainstARegionThatRunsAndKeepsUp() {
    assertThat(against(region("b", 5 * MINUTE, 11 * MINUTE))).isEmpty();
  }

  @Test
  void aRegionWhoseLastMicroBatchIsTooOldDoesNotRun() {
    assertThat(against(region("b", 5 * MINUTE + 1, 10 * MINUTE)))
        .singleElement()
        .asString()
        .contains("region b does not run", "300 s ago");
  }

  @Test
  void aRegionWhoseLogIsTooFarBehindLags() {
    assertThat(against(region("b", 0, 11 * MINUTE + 1)))
        .singleElement()
        .asString()
        .contains("region b is 60 s of the log behind region a");
    assertThat(
            against(
                new Regions.Region(
                    "b", BY_ZOOKEEPER, OptionalLong.empty(), Optional.empty(), Optional.empty())))
        .singleElement()
        .asString()
        .contains("region b has read nothing yet");
  }

  @Test
  void aRegionThatNobodyKnowsIsNamedWithThoseThatAreKnown() {
    assertThat(against(region("c", 0, 0)))
        .singleElement()
        .asString()
        .contains("region b is not known", "Known: a, c");
  }

  private List<String> against(Regions.Region target) {
    return failover.obstacles(
        "b", writer, List.of(region("a", 0, 10 * MINUTE), target), BY_ZOOKEEPER);
  }

  private static Regions.Region region(String name, long age, long behind) {
    return region(name, age, behind, Optional.empty(), Optional.empty());
  }

  private static Regions.Region region(
      String name, long age, long behind, Optional<StateDigest> digest, Optional<String> rules) {
    return new Regions.Region(
        name, BY_ZOOKEEPER.minusMillis(age), OptionalLong.of(NOW - behind), digest, rules);
  }

  @Test
  void aRegionThatHoldsSomethingElseIsNotTheSame() {
    assertThat(withDigests(digest(NEEDED, 1), digest(NEEDED, 1))).isEmpty();
    assertThat(withDigests(digest(NEEDED, 1), digest(NEEDED, 2)))
        .singleElement()
        .asString()
        .contains("the state of region b is not that of region a: it took in other records");
    assertThat(withDigests(digest(Long.MIN_VALUE, 1), digest(NEEDED, 1))).isEmpty();
    assertThat(withDigests(digest(Long.MIN_VALUE, 1), digest(NEEDED + 1, 1)))
        .singleElement()
        .asString()
        .contains("region b", "has everything only of what arrived from");
  }

  private List<String> withDigests(StateDigest ofA, StateDigest ofB) {
    return failover.obstacles(
        "b",
        writer,
        List.of(
            region("a", 0, 0, Optional.of(ofA), Optional.empty()),
            region("b", 0, 0, Optional.of(ofB), Optional.empty())),
        BY_ZOOKEEPER);
  }

  @Test
  void aRegionThatComputesByOtherRulesWouldWriteOtherNumbers() {
    assertThat(withRules(Optional.of("these"), Optional.of("these"))).isEmpty();
    assertThat(withRules(Optional.of("these"), Optional.of("others")))
        .singleElement()
        .asString()
        .contains("region b computes by other rules than region a", "currency");
    assertThat(withRules(Optional.of("these"), Optional.empty()))
        .as("an earlier release does not say")
        .isEmpty();
  }

  private List<String> withRules(Optional<String> ofA, Optional<String> ofB) {
    return failover.obstacles(
        "b",
        writer,
        List.of(region("a", 0, 0, Optional.empty(), ofA), region("b", 0, 0, Optional.empty(), ofB)),
        BY_ZOOKEEPER);
  }

  /** Of two minutes, the second of which sums up to this. */
  private static StateDigest digest(long wholeFrom, long sum) {
    long first = NOW / MINUTE - 60;
    return new StateDigest(wholeFrom, NOW, new TreeMap<>(Map.of(first, 7L, first + 1, sum)));
  }
}
