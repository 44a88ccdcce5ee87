package org.variometer.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

class ArrivalDigestProperties {
  private static final long MINUTE_MILLIS = 60_000;

  private record Taken(long arrival, long session, long beacon) {}

  @Property
  void neitherOrderNorCutsChangeIt(
      @ForAll("records") List<Taken> records,
      @ForAll @IntRange(max = 60) int cut,
      @ForAll long seed) {
    List<Taken> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, new Random(seed));
    int at = Math.min(cut, shuffled.size());
    assertThat(digest(shuffled.subList(0, at)).plus(digest(shuffled.subList(at, shuffled.size()))))
        .isEqualTo(digest(records));
  }

  @Property
  void oneRecordMoreOrLessChangesItsMinuteAlone(@ForAll("records") @NotEmpty List<Taken> records) {
    Taken last = records.get(records.size() - 1);
    var with = digest(records).sums();
    var without = digest(records.subList(0, records.size() - 1)).sums();
    long minute = Math.floorDiv(last.arrival(), MINUTE_MILLIS);
    assertThat(with.remove(minute)).isNotEqualTo(without.remove(minute));
    assertThat(with).isEqualTo(without);
  }

  @Property
  void anotherSessionBeaconOrInstantIsAnotherRecord(@ForAll("record") Taken one) {
    Taken otherSession = new Taken(one.arrival(), one.session() + 1, one.beacon());
    Taken otherBeacon = new Taken(one.arrival(), one.session(), one.beacon() + 1);
    Taken swapped = new Taken(one.arrival(), one.beacon(), one.session() + 1);
    Taken later = new Taken(one.arrival() ^ 1, one.session(), one.beacon());
    assertThat(
            List.of(one, otherSession, otherBeacon, later).stream()
                .map(taken -> digest(List.of(taken)))
                .distinct())
        .hasSize(4);
    assertThat(digest(List.of(swapped))).isNotEqualTo(digest(List.of(one)));
  }

  @Property
  void itIsReadAsItWasWritten(@ForAll("records") List<Taken> records) {
    ByteWriter out = new ByteWriter(64);
    digest(records).writeTo(out);
    ByteReader in = new ByteReader(out.toByteArray());
    assertThat(ArrivalDigest.readFrom(in)).isEqualTo(digest(records));
    assertThat(in.atEnd()).isTrue();
  }

  @Property(tries = 50)
  void theNewestMinutesAreKept(@ForAll @IntRange(min = 100, max = 300) int minutes) {
    ArrivalDigest all = ArrivalDigest.NONE;
    for (int minute = 0; minute < minutes; minute++) {
      all = all.plus(digest(List.of(new Taken(minute * MINUTE_MILLIS, 1, 2))));
    }
    assertThat(all.sums()).hasSize(Math.min(minutes, ArrivalDigest.MINUTES));
    assertThat(all.sums().lastKey()).isEqualTo(minutes - 1);
    assertThat(all.sums().firstKey()).isEqualTo(Math.max(0, minutes - ArrivalDigest.MINUTES));
  }

  private static ArrivalDigest digest(List<Taken> records) {
    ArrivalDigest.Builder builder = new ArrivalDigest.Builder();
    records.forEach(taken -> builder.add(taken.arrival(), taken.session(), taken.beacon()));
    return builder.build();
  }

  @Provide
  Arbitrary<Taken> record() {
    return Combinators.combine(
            Arbitraries.longs().between(-10 * MINUTE_MILLIS, 10 * MINUTE_MILLIS),
            Arbitraries.longs(),
            Arbitraries.longs())
        .as(Taken::new);
  }

  @Provide
  Arbitrary<List<Taken>> records() {
    return record().list().ofMaxSize(60);
  }
}
