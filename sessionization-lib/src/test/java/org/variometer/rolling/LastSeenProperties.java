package org.variometer.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** The table of last sightings is a map, however it grows and is tidied up. */
class LastSeenProperties {
  private static final int BEGIN = 1_000;

  private record Put(long thing, int minute) {}

  @Property(tries = 300)
  void itHoldsWhatAMapWouldHold(@ForAll("steps") List<List<Put>> steps, @ForAll boolean asBytes) {
    LastSeen table = LastSeen.EMPTY;
    Map<Long, Integer> map = new HashMap<>();
    for (List<Put> step : steps) {
      LastSeen before = table;
      Map<Long, Integer> mapBefore = new HashMap<>(map);
      LastSeen.Update update = table.update();
      for (Put put : step) {
        update.put(put.thing(), put.minute());
        map.put(put.thing(), put.minute());
        assertThat(update.minute(put.thing())).isEqualTo(put.minute());
      }
      table = update.build(BEGIN);
      table = asBytes ? throughBytes(table) : table;
      assertHolds(table, map);
      assertHolds(before, mapBefore);
      assertThat(table.size()).isGreaterThanOrEqualTo(map.size());
    }
  }

  @Property(tries = 100)
  void whatIsTooOldIsForgottenButNothingElse(@ForAll("steps") List<List<Put>> steps) {
    LastSeen table = LastSeen.EMPTY;
    Map<Long, Integer> map = new HashMap<>();
    int oldest = BEGIN;
    for (List<Put> step : steps) {
      LastSeen.Update update = table.update();
      for (Put put : step) {
        // What was seen last is never seen last before that.
        if (put.minute() > map.getOrDefault(put.thing(), 0)) {
          update.put(put.thing(), put.minute());
          map.put(put.thing(), put.minute());
        }
      }
      oldest++;
      table = update.build(oldest);
      LastSeen now = table;
      int first = oldest;
      map.forEach(
          (thing, minute) -> {
            if (minute >= first) {
              assertThat(now.minute(thing)).isEqualTo(minute);
            } else {
              assertThat(now.minute(thing)).isIn(minute, LastSeen.NEVER);
            }
          });
    }
  }

  @Example
  void theThingWithHash0IsHeldToo() {
    LastSeen.Update update = LastSeen.EMPTY.update();
    assertThat(update.minute(0)).isEqualTo(LastSeen.NEVER);
    update.put(0, 7);
    LastSeen table = update.build(0);
    assertThat(table.minute(0)).isEqualTo(7);
    assertThat(throughBytes(table).minute(0)).isEqualTo(7);
    assertThat(table.minute(2)).isEqualTo(LastSeen.NEVER);
  }

  @Example
  void anUpdateThatPutsNothingGivesTheSameTable() {
    LastSeen table = LastSeen.EMPTY;
    assertThat(table.update().build(5)).isSameAs(table);
  }

  @Example
  void aTableOfWhatIsTooOldEmptiesWhenItIsTidiedUp() {
    LastSeen.Update update = LastSeen.EMPTY.update();
    for (int i = 1; i <= 1000; i++) {
      update.put(i, i);
    }
    assertThat(update.build(1001).size()).isZero();
    assertThat(update.build(1000).size()).isEqualTo(1);
  }

  /** Small hashes, which lie side by side, and such that all want the same slot. */
  @Provide
  Arbitrary<List<List<Put>>> steps() {
    Arbitrary<Long> things =
        Arbitraries.oneOf(
            Arbitraries.longs().between(1, 40),
            Arbitraries.longs().between(1, 30).map(i -> i << 40),
            Arbitraries.longs().between(1, 30).map(i -> (i << 32) | i),
            Arbitraries.longs().filter(thing -> thing != 0));
    Arbitrary<Put> puts =
        Combinators.combine(things, Arbitraries.integers().between(BEGIN, BEGIN + 20)).as(Put::new);
    return puts.list().ofMaxSize(60).list().ofMinSize(1).ofMaxSize(12).withoutEdgeCases();
  }

  private static void assertHolds(LastSeen table, Map<Long, Integer> map) {
    map.forEach((thing, minute) -> assertThat(table.minute(thing)).isEqualTo(minute));
    assertThat(table.minute(-77)).isEqualTo(map.getOrDefault(-77L, LastSeen.NEVER));
  }

  private static LastSeen throughBytes(LastSeen table) {
    ByteWriter out = new ByteWriter(16);
    table.writeTo(out);
    return LastSeen.readFrom(new ByteReader(out.toByteArray()));
  }
}
