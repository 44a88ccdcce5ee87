package org.variometer.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.MetricKey;

/** The rolling metrics count what a windowed reduce with inverse function counts (spec §4). */
class RollingProperties {
  private static final int BEGIN = 29_394_720;

  /** Room for all visitors. */
  private static final long EXACT = 4;

  private static final Comparator<RollingCount> ORDER =
      Comparator.comparing(RollingCount::epochMinute)
          .thenComparing(RollingCount::metric)
          .thenComparing(RollingCount::key);

  /** A micro-batch: what it saw, and what the log has passed with it. */
  private record Step(List<Seen> seen, int target) {}

  @Property(tries = 120)
  void atEveryMinuteAllCountsAreTheWindowedReduces(
      @ForAll("steps") List<Step> steps, @ForAll boolean throughBytes) {
    RollingVisitors visitors = begun();
    WindowedReduce reference = new WindowedReduce(BEGIN);
    for (Step step : steps) {
      List<RollingCount> counts = new ArrayList<>();
      visitors =
          visitors.advance(List.of(Seen.log(step.seen())), step.target(), EXACT, counts::add);
      List<RollingCount> expected = reference.advance(step.seen(), step.target());
      assertThat(counts).isSortedAccordingTo(Comparator.comparing(RollingCount::epochMinute));
      assertThat(sorted(counts)).isEqualTo(sorted(expected));
      visitors = throughBytes ? throughBytes(visitors) : visitors;
    }
  }

  @Property(tries = 50)
  void theSumOverPartsIsTheWhole(@ForAll("steps") List<Step> steps, @ForAll("parts") int parts) {
    RollingVisitors whole = begun();
    List<RollingVisitors> divided = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      divided.add(begun());
    }
    Map<List<Object>, Long> ofWhole = new HashMap<>();
    Map<List<Object>, Long> ofParts = new HashMap<>();
    for (Step step : steps) {
      SightingLog log = Seen.log(step.seen());
      whole = whole.advance(List.of(log), step.target(), EXACT, count -> add(count, ofWhole));
      SightingLog[] logs = log.splitByVisitor(parts);
      for (int i = 0; i < parts; i++) {
        divided.set(
            i,
            divided
                .get(i)
                .advance(List.of(logs[i]), step.target(), EXACT, count -> add(count, ofParts)));
      }
    }
    ofWhole.values().removeIf(visitors -> visitors == 0);
    ofParts.values().removeIf(visitors -> visitors == 0);
    assertThat(ofParts).isEqualTo(ofWhole);
  }

  @Property(tries = 50)
  void itMakesNoDifferenceHowManyMinutesPassInOneStep(@ForAll("steps") List<Step> steps) {
    // All is known from the begin, so that what is a straggler in one is one in the other.
    List<Seen> all = steps.stream().flatMap(step -> step.seen().stream()).toList();
    int end = steps.stream().mapToInt(Step::target).max().orElseThrow();
    List<RollingCount> atOnce = new ArrayList<>();
    begun().advance(List.of(Seen.log(all)), end, EXACT, atOnce::add);
    List<RollingCount> stepwise = new ArrayList<>();
    RollingVisitors visitors = begun().advance(List.of(Seen.log(all)), BEGIN, EXACT, stepwise::add);
    for (Step step : steps) {
      RollingVisitors before = visitors;
      visitors = before.advance(List.of(), step.target(), EXACT, stepwise::add);
    }
    assertThat(stepwise).isEqualTo(atOnce);
  }

  @Property(tries = 50)
  void aStepLeavesTheStateBeforeItAsItWas(
      @ForAll("steps") List<Step> steps, @ForAll @LongRange(min = 0, max = EXACT) long room) {
    RollingVisitors visitors = begun();
    for (Step step : steps) {
      byte[] before = bytes(visitors);
      List<RollingCount> once = new ArrayList<>();
      List<RollingCount> again = new ArrayList<>();
      List<SightingLog> logs = List.of(Seen.log(step.seen()));
      RollingVisitors next = visitors.advance(logs, step.target(), room, once::add);
      visitors.advance(logs, step.target(), room, again::add);
      assertThat(again).isEqualTo(once);
      assertThat(bytes(visitors)).isEqualTo(before);
      visitors = next;
    }
  }

  @Provide
  Arbitrary<Integer> parts() {
    return Arbitraries.integers().between(1, 4);
  }

  /**
   * Steps of a minute, of many, over a window's edge, or back; with sightings before, at and behind
   * the minute that the log has passed.
   */
  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> edges = Arbitraries.of(1, 60, 720, 1440);
    Arbitrary<Integer> jumps =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(0, 5)),
            Tuple.of(2, near(edges)),
            Tuple.of(1, Arbitraries.of(-3, 2000)));
    Arbitrary<Integer> lags =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(-2, 3)), Tuple.of(2, near(edges)));
    Arbitrary<List<Tuple.Tuple3<String, Integer, Integer>>> sightings =
        Combinators.combine(
                Arbitraries.of("v1", "v2", "v3", "v4"), lags, Arbitraries.integers().between(0, 63))
            .as(Tuple::of)
            .list()
            .ofMaxSize(4);
    return Combinators.combine(jumps, sightings)
        .as(Tuple::of)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(RollingProperties::steps)
        .withoutEdgeCases();
  }

  private static List<Step> steps(
      List<Tuple.Tuple2<Integer, List<Tuple.Tuple3<String, Integer, Integer>>>> drafts) {
    List<Step> steps = new ArrayList<>();
    int passed = BEGIN;
    for (var draft : drafts) {
      int target = passed + draft.get1();
      int now = Math.max(passed, target);
      List<Seen> seen =
          draft.get2().stream().map(s -> seen(s.get1(), now - s.get2(), s.get3())).toList();
      steps.add(new Step(seen, target));
      passed = now;
    }
    return steps;
  }

  /** Bits choose under which keys and in which variants. */
  private static Seen seen(String visitor, int minute, int bits) {
    List<MetricKey> keys = new ArrayList<>(List.of(Seen.all()));
    if ((bits & 1) != 0) {
      keys.add(Seen.variant("e", "a"));
    }
    List<MetricKey> variants = new ArrayList<>();
    List<MetricKey> choices =
        List.of(
            Seen.variant("e", "a"),
            Seen.variant("e", "b"),
            Seen.variant("e", "c"),
            Seen.variant("f", "a"),
            Seen.variant("f", "b"));
    for (int i = 0; i < choices.size(); i++) {
      if ((bits & (2 << i)) != 0) {
        variants.add(choices.get(i));
      }
    }
    return new Seen(visitor, minute, keys, variants);
  }

  private static Arbitrary<Integer> near(Arbitrary<Integer> edges) {
    return Combinators.combine(edges, Arbitraries.integers().between(-1, 2)).as(Integer::sum);
  }

  private static RollingVisitors begun() {
    return RollingVisitors.EMPTY.advance(List.of(), BEGIN, EXACT, count -> {});
  }

  private static List<RollingCount> sorted(List<RollingCount> counts) {
    return counts.stream().sorted(ORDER).toList();
  }

  private static void add(RollingCount count, Map<List<Object>, Long> sums) {
    sums.merge(
        List.of(count.metric(), count.key(), count.epochMinute()), count.visitors(), Long::sum);
  }

  private static byte[] bytes(RollingVisitors visitors) {
    ByteWriter out = new ByteWriter(64);
    visitors.writeTo(out);
    return out.toByteArray();
  }

  private static RollingVisitors throughBytes(RollingVisitors visitors) {
    return RollingVisitors.readFrom(new ByteReader(bytes(visitors)));
  }
}
