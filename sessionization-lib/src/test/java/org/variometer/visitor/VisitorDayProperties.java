package org.variometer.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.variometer.codec.ByteReader;
import org.variometer.metric.BucketTotals;
import org.variometer.metric.ContributionSink;
import org.variometer.metric.Counter;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;

/**
 * However visits come, change and go, the numbers of visitors that the days tell sum up to those of
 * the sets of visitors whose visits are there in the end (spec §4), and what is known of a
 * visitor's day is what these visits alone make of it.
 */
class VisitorDayProperties {
  private static final int FIRST_DAY = 19_000;
  private static final int HOURS = 24;

  /**
   * What a visit says, of one key.
   *
   * @param visitor its visitor
   * @param key the key that it is attributed to
   * @param hours the hours since the first day with a beacon attributed to the key
   * @param mentioned the variants of the key's experiment that it mentions, each with a day
   */
  private record Visit(
      String visitor, MetricKey key, Set<Integer> hours, Map<String, Integer> mentioned) {

    /** With its first beacon; what comes on the next day is of this instant, too. */
    long entered() {
      return (FIRST_DAY * HOURS + hours.iterator().next()) * 3_600_000L + 1234;
    }

    void addTo(VisitorDays days, int sign) {
      ContributionSink sink = days.ofVisitor(visitor);
      for (int hour : hours) {
        sink.ofEntry(entered()).hour(key, FIRST_DAY * HOURS + hour, sign);
        sink.ofEntry(entered())
            .add(
                key,
                (FIRST_DAY * HOURS + hour) * 60 + 7,
                MeasureIds.of(Counter.PAGE_VIEWS),
                3L * sign);
      }
      sink.entry(key, entered(), sign);
      sink.firstOfSeveral(key, entered(), sign);
      mentioned.forEach(
          (variant, day) ->
              sink.exposure(
                  new MetricKey(key.site(), key.experiment(), variant, Population.ASSIGNED),
                  FIRST_DAY + day,
                  sign));
    }
  }

  /** A visit that comes in a slot, and goes in another one, or never: then that one is -1. */
  private record Stay(Visit visit, int comes, int goes) {}

  @Property
  void theNumbersOfVisitorsAreThoseOfTheSetsInTheEnd(
      @ForAll("stays") List<Stay> stays, @ForAll long seed) {
    Map<VisitorDayKey, VisitorDay> known = new HashMap<>();
    BucketTotals numbers = new BucketTotals();
    for (int slot = 0; slot < 6; slot++) {
      for (VisitorDays part : gathered(stays, slot, new Random(seed))) {
        part.byKey()
            .forEach(
                (key, change) ->
                    known.computeIfAbsent(key, k -> new VisitorDay()).apply(key, change, numbers));
      }
      int present = slot;
      assertThat(told(numbers))
          .as("after slot " + slot)
          .isEqualTo(
              sets(
                  stays.stream()
                      .filter(
                          stay ->
                              stay.comes() <= present && (stay.goes() < 0 || stay.goes() > present))
                      .map(Stay::visit)
                      .toList()));
    }
  }

  @Property
  void aVisitorsDayIsWhatItsVisitsInTheEndMakeOfIt(
      @ForAll("stays") List<Stay> stays, @ForAll long seed) {
    VisitorDays known = new VisitorDays();
    for (int slot = 0; slot < 10; slot++) {
      Random random = new Random(seed + slot);
      List<Stay> shuffled = new ArrayList<>(stays);
      Collections.shuffle(shuffled, random);
      for (VisitorDays part : gathered(shuffled, slot, random)) {
        known.addFrom(new ByteReader(part.write(1, key -> 0)[0]));
      }
    }
    VisitorDays fromScratch = new VisitorDays();
    stays.stream()
        .filter(stay -> stay.goes() < 0)
        .forEach(stay -> stay.visit().addTo(fromScratch, 1));
    assertThat(shown(known)).isEqualTo(shown(fromScratch));
  }

  @Property
  void sumsOfAStretchAreThoseOfTheVisitsThatEnteredInIt(
      @ForAll("stays") List<Stay> stays,
      @ForAll @IntRange(min = 19, max = 29) int from,
      @ForAll @IntRange(min = 19, max = 29) int until) {
    long begin = (FIRST_DAY * HOURS + from) * 3_600_000L + 1234;
    long end = (FIRST_DAY * HOURS + until) * 3_600_000L + 1234;
    VisitorDays days = new VisitorDays();
    stays.forEach(stay -> stay.visit().addTo(days, 1));
    long[] sums = {7, 0};
    int[] measures = {MeasureIds.of(Counter.PAGE_VIEWS), MeasureIds.of(Counter.ORDERS)};
    days.byKey()
        .values()
        .forEach(
            day ->
                day.byKey().values().forEach(entry -> entry.addSums(measures, begin, end, sums)));
    long expected =
        stays.stream()
            .map(Stay::visit)
            .filter(visit -> visit.entered() >= begin && visit.entered() < end)
            .mapToLong(visit -> 3L * visit.hours().size())
            .sum();
    assertThat(sums).containsExactly(7 + expected, 0);
  }

  @Property
  void whatCameAndWentLeavesNothing(@ForAll("stays") List<Stay> stays) {
    VisitorDays days = new VisitorDays();
    stays.forEach(stay -> stay.visit().addTo(days, 1));
    stays.forEach(stay -> stay.visit().addTo(days, -1));
    days.byKey()
        .values()
        .forEach(day -> assertThat(day.byKey().values()).allMatch(VisitorEntry::isEmpty));
  }

  @Property
  void bytesHaveAllOfIt(@ForAll("stays") List<Stay> stays, @ForAll long seed) {
    VisitorDays days = new VisitorDays();
    stays.forEach(stay -> stay.visit().addTo(days, stay.goes() == 0 ? -1 : 1));
    Map<String, String> read = new TreeMap<>();
    for (VisitorDays part : throughBytes(days, new Random(seed))) {
      shown(part).forEach((cell, text) -> assertThat(read.put(cell, text)).as(cell).isNull());
    }
    assertThat(read).isEqualTo(shown(days));
  }

  @Provide
  Arbitrary<List<Stay>> stays() {
    Arbitrary<MetricKey> keys =
        Combinators.combine(
                Arbitraries.of("shop", "blog"),
                Arbitraries.of("colour", "size"),
                Arbitraries.of("red", "blue"),
                Arbitraries.of(Population.ASSIGNED, Population.QUALIFIED))
            .as(MetricKey::new);
    Arbitrary<Set<Integer>> hours =
        Arbitraries.integers().between(20, 27).set().ofMinSize(1).ofMaxSize(3);
    Arbitrary<Map<String, Integer>> mentioned =
        Arbitraries.maps(
                Arbitraries.of("red", "blue", "green"), Arbitraries.integers().between(0, 1))
            .ofMaxSize(3);
    Arbitrary<Visit> visits =
        Combinators.combine(Arbitraries.of("v1", "v2", "v3"), keys, hours, mentioned)
            .as((visitor, key, when, variants) -> new Visit(visitor, key, sorted(when), variants));
    return Combinators.combine(
            visits, Arbitraries.integers().between(0, 5), Arbitraries.integers().between(-4, 4))
        .as((visit, comes, stays) -> new Stay(visit, comes, stays < 0 ? -1 : comes + stays))
        .list()
        .ofMaxSize(25)
        .withoutEdgeCases();
  }

  private static Set<Integer> sorted(Set<Integer> hours) {
    return new TreeSet<>(hours);
  }

  /** What a slot has of visits, in parts that are bytes. */
  private static List<VisitorDays> gathered(List<Stay> stays, int slot, Random random) {
    VisitorDays days = new VisitorDays();
    for (Stay stay : stays) {
      if (stay.comes() == slot) {
        stay.visit().addTo(days, 1);
      }
      if (stay.goes() == slot) {
        stay.visit().addTo(days, -1);
      }
    }
    return throughBytes(days, random);
  }

  private static List<VisitorDays> throughBytes(VisitorDays days, Random random) {
    int parts = 1 + random.nextInt(4);
    return Arrays.stream(days.write(parts, key -> (int) Long.remainderUnsigned(key.hash(), parts)))
        .filter(bytes -> bytes != null)
        .map(
            bytes -> {
              VisitorDays read = new VisitorDays();
              read.addFrom(new ByteReader(bytes));
              return read;
            })
        .toList();
  }

  private static Map<String, String> shown(VisitorDays days) {
    Map<String, String> shown = new TreeMap<>();
    days.byKey()
        .forEach(
            (of, day) ->
                day.byKey()
                    .forEach(
                        (key, entry) -> {
                          if (!entry.isEmpty()) {
                            shown.put(of + " " + key, shown(of, entry));
                          }
                        }));
    return shown;
  }

  private static String shown(VisitorDayKey of, VisitorEntry entry) {
    return entry.exposures(of.epochDay())
        + " "
        + entry.hours()
        + " "
        + entry.mentions()
        + " "
        + entry.firstOfSeveral(of.epochDay())
        + " "
        + entry.measures().get(MeasureIds.of(Counter.PAGE_VIEWS))
        + " "
        + shares(entry);
  }

  private static SortedMap<Long, Long> shares(VisitorEntry entry) {
    SortedMap<Long, Long> shares = new TreeMap<>();
    entry.forEachShare(
        (instant, sums) -> shares.put(instant, sums.get(MeasureIds.of(Counter.PAGE_VIEWS))));
    return shares;
  }

  /** The numbers that were told, without those that are 0. */
  private static Map<String, Long> told(BucketTotals numbers) {
    Map<String, Long> told = new TreeMap<>();
    numbers.forEach(
        (bucket, counts) ->
            counts.forEach(
                (id, sum) ->
                    told.put(
                        cell(id, bucket.key(), bucket.granularity().tag(), bucket.index()), sum)));
    return told;
  }

  /** The same by sets of the visitors of visits, one for each cell. */
  private static Map<String, Long> sets(List<Visit> visits) {
    Map<String, Set<String>> visitors = new HashMap<>();
    Map<String, Map<String, Set<String>>> variants = new HashMap<>();
    for (Visit visit : visits) {
      for (int hour : visit.hours()) {
        String inHour =
            cell(MeasureIds.UNIQUE_VISITORS, visit.key(), "1h", FIRST_DAY * HOURS + hour);
        String onDay =
            cell(MeasureIds.UNIQUE_VISITORS, visit.key(), "1d", FIRST_DAY + hour / HOURS);
        visitors.computeIfAbsent(inHour, c -> new HashSet<>()).add(visit.visitor());
        visitors.computeIfAbsent(onDay, c -> new HashSet<>()).add(visit.visitor());
      }
      visit
          .mentioned()
          .forEach(
              (variant, day) -> {
                MetricKey several =
                    new MetricKey(
                        visit.key().site(),
                        visit.key().experiment(),
                        "__multiple__",
                        Population.ASSIGNED);
                variants
                    .computeIfAbsent(
                        cell(MeasureIds.MULTIPLE_EXPOSURE_VISITORS, several, "1d", FIRST_DAY + day),
                        c -> new HashMap<>())
                    .computeIfAbsent(visit.visitor(), v -> new HashSet<>())
                    .add(variant);
              });
    }
    Map<String, Long> sizes = new TreeMap<>();
    visitors.forEach((cell, set) -> sizes.put(cell, (long) set.size()));
    variants.forEach(
        (cell, byVisitor) -> {
          long several = byVisitor.values().stream().filter(seen -> seen.size() > 1).count();
          if (several > 0) {
            sizes.put(cell, several);
          }
        });
    return sizes;
  }

  private static String cell(int measure, MetricKey key, String granularity, int index) {
    return measure + " " + key + " " + granularity + " " + index;
  }
}
