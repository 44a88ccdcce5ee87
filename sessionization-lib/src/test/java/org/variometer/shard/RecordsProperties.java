package org.variometer.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconType;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.Event;
import org.variometer.beacon.Mention;
import org.variometer.beacon.Order;
import org.variometer.beacon.Performance;
import org.variometer.beacon.PerformanceName;
import org.variometer.beacon.SessionKey;
import org.variometer.codec.ByteWriter;
import org.variometer.session.Records;

/** Records come out of packets as they went in, session by session. */
class RecordsProperties {

  @Property(tries = 300)
  void recordsComeOutAsTheyWentInBySession(
      @ForAll("records") List<BeaconRecord> records, @ForAll long seed) {
    Random random = new Random(seed);
    List<RecordWriter> packets = List.of(new RecordWriter(), new RecordWriter());
    List<List<BeaconRecord>> written = List.of(new ArrayList<>(), new ArrayList<>());
    for (BeaconRecord record : records) {
      int packet = random.nextInt(2);
      add(packets.get(packet), record);
      written.get(packet).add(record);
    }
    Map<SessionKey, List<BeaconRecord>> expected = new HashMap<>();
    written.forEach(
        of ->
            of.forEach(r -> expected.computeIfAbsent(r.session(), s -> new ArrayList<>()).add(r)));
    assertThat(read(packets)).isEqualTo(expected);
  }

  @Example
  void sessionsOfOneHashAreKeptApart() {
    RecordWriter packet = new RecordWriter();
    for (int i = 0; i < 100; i++) {
      packet.add(7, key(record("s" + i % 10, i).session()), record("s" + i % 10, i));
    }
    Map<SessionKey, List<BeaconRecord>> read = read(List.of(packet));
    assertThat(read).hasSize(10);
    assertThat(read.get(new SessionKey("shop", "s3")))
        .extracting(r -> r.beacon().id())
        .containsExactly(3L, 13L, 23L, 33L, 43L, 53L, 63L, 73L, 83L, 93L);
  }

  @Example
  void aSessionOfManyRecordsAndManySessionsAreHeld() {
    RecordWriter packet = new RecordWriter();
    for (int i = 0; i < 5000; i++) {
      add(packet, record(i % 2 == 0 ? "s" : "s" + i, i));
    }
    Map<SessionKey, List<BeaconRecord>> read = read(List.of(packet));
    assertThat(read).hasSize(2501);
    assertThat(read.get(new SessionKey("shop", "s"))).hasSize(2500);
  }

  private static BeaconRecord record(String session, int id) {
    return new BeaconRecord(
        new SessionKey("shop", session), Records.NOON, Records.page(id, Records.NOON), 0);
  }

  private static void add(RecordWriter packet, BeaconRecord record) {
    ByteWriter key = key(record.session());
    packet.add(key.hash(), key, record);
  }

  private static ByteWriter key(SessionKey session) {
    ByteWriter key = new ByteWriter(16);
    KeyBytes.write(session, key);
    return key;
  }

  private static Map<SessionKey, List<BeaconRecord>> read(List<RecordWriter> packets) {
    ArrivedRecords arrived = new ArrivedRecords();
    packets.forEach(packet -> arrived.add(packet.toByteArray()));
    Map<SessionKey, List<BeaconRecord>> read = new HashMap<>();
    arrived.forEach(
        (hash, key, records) -> assertThat(read.put(KeyBytes.key(key), records)).isNull());
    return read;
  }

  @Provide
  Arbitrary<List<BeaconRecord>> records() {
    return Combinators.combine(sessions(), Arbitraries.longs().between(0, 1L << 42), beacons())
        .as(
            (session, arrival, beacon) ->
                new BeaconRecord(session, arrival, beacon, (int) (arrival % 3)))
        .list()
        .ofMaxSize(40);
  }

  private static Arbitrary<SessionKey> sessions() {
    return Combinators.combine(Arbitraries.of("shop", "", "läden"), ids()).as(SessionKey::new);
  }

  /** UUIDs, what looks much like them, and other text. */
  private static Arbitrary<String> ids() {
    return Arbitraries.of(
        "0b9ac5c4-8f1e-4d0e-9f3b-6d2f4a1c7e55",
        "0B9AC5C4-8f1e-4d0e-9f3b-6d2f4a1c7e55",
        "0b9ac5c4-8f1e-4d0e-9f3b-6d2f4a1c7e5g",
        "0b9ac5c4+8f1e-4d0e-9f3b-6d2f4a1c7e55",
        "0b9ac5c48f1e4d0e9f3b6d2f4a1c7e55",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "s",
        "",
        "größe",
        "\uD83D\uDE00");
  }

  private static Arbitrary<Beacon> beacons() {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.longs().between(0, 1L << 42),
            Arbitraries.of(BeaconType.class),
            ids(),
            mentions(),
            mentions(),
            Arbitraries.longs(),
            performance())
        .as(
            (id, timestamp, type, visitor, assigned, qualified, detail, performance) ->
                new Beacon(
                    id,
                    timestamp,
                    type,
                    visitor,
                    assigned,
                    qualified,
                    type == BeaconType.ORDER
                        ? new Order(visitor, detail >>> 1, (int) (detail >>> 44))
                        : null,
                    type == BeaconType.EVENT && detail % 4 != 0 ? event(detail) : null,
                    performance));
  }

  private static Event event(long detail) {
    return new Event(
        "play" + detail % 2,
        detail % 3 == 0 ? OptionalLong.empty() : OptionalLong.of(detail),
        detail % 5 == 0
            ? List.of()
            : List.of(new CustomMetric("plays", "play", CustomMetric.Measure.SUM)));
  }

  private static Arbitrary<List<Mention>> mentions() {
    return Arbitraries.of(
        List.of(),
        List.of(new Mention("e", "a")),
        List.of(new Mention("e", "b"), new Mention("f", "ä")));
  }

  private static Arbitrary<Performance> performance() {
    Arbitrary<Double> millis =
        Arbitraries.oneOf(
            Arbitraries.of(
                Double.NaN, 0.0, 0.1, 0.001, 0.0005, 1234.5, 1e-300, Performance.MAX, Math.PI),
            Arbitraries.doubles().between(0, Performance.MAX));
    return millis
        .list()
        .ofSize(PerformanceName.values().length)
        .map(values -> Performance.of(values.stream().mapToDouble(v -> v).toArray()));
  }
}
