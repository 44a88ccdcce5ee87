package org.variometer.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.Mention;
import org.variometer.beacon.RejectReason;
import org.variometer.beacon.SessionKey;
import org.variometer.codec.ByteReader;
import org.variometer.metric.MetricCatalog;
import org.variometer.series.SealedThrough;
import org.variometer.session.Records;
import org.variometer.session.SessionRules;

/**
 * Damaged bytes give some value or {@link IllegalArgumentException}: no other exception, and no
 * more memory than their length can ask for.
 */
class DamagedBytesTest {
  private static final long MEGABYTE = 1 << 20;
  private static final long LATEST = Long.MAX_VALUE;
  private static final SessionRules RULES = SessionRules.stream(5000);
  private static final MetricCatalog CATALOG = new MetricCatalog(List.of());

  private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Bytes of a value, and who reads them. */
  private record Kept(String name, byte[] bytes, Function<ByteReader, ?> reader) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kept> all() {
    PacketBuilder builder = new PacketBuilder(LATEST, 1);
    for (int i = 0; i < 6; i++) {
      builder.add(record("s" + i % 3, i));
    }
    builder.reject(RejectReason.BOT, Records.NOON);
    List<Packet> packets = builder.build(2, 7);
    SessionShard shard = new SessionUpdater(RULES, CATALOG).update(SessionShard.EMPTY, packets);
    MeterInput.Builder inputs = new MeterInput.Builder(1, new SealedThrough(7));
    inputs.add(shard);
    MeterShard meter =
        new MeterUpdater(new MeterRules(CATALOG, 26, 2, Long.MIN_VALUE, Long.MIN_VALUE))
            .update(MeterShard.EMPTY, inputs.build());
    return Stream.of(
        new Kept(
            "records",
            Carrier.bytes(packets.get(0), (packet, out) -> out.writeBlock(packet.records())),
            in -> {
              ArrivedRecords arrived = new ArrivedRecords();
              arrived.add(in.readBlock());
              List<BeaconRecord> records = new ArrayList<>();
              arrived.forEach((hash, key, ofSession) -> records.addAll(ofSession));
              return records;
            }),
        new Kept("packet", Carrier.bytes(packets.get(0), Packet::writeTo), Packet::readFrom),
        new Kept("sessions", Carrier.bytes(shard, SessionShard::writeTo), SessionShard::readFrom),
        new Kept(
            "input",
            Carrier.bytes(inputs.build().get(0), MeterInput::writeTo),
            MeterInput::readFrom),
        new Kept("meter", Carrier.bytes(meter, MeterShard::writeTo), MeterShard::readFrom),
        new Kept(
            "yield", Carrier.bytes(meter.lastYield(), MeterYield::writeTo), MeterYield::readFrom));
  }

  private static BeaconRecord record(String session, int i) {
    long instant = Records.NOON + i * Records.MINUTE;
    Mention mention = new Mention("e", i % 2 == 0 ? "a" : "b");
    return new BeaconRecord(
        new SessionKey("shop", session), instant, Records.page(i, instant, "v" + i, mention), 0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void bytesThatAreCutOffAreRefused(Kept kept) {
    for (int length = 0; length < kept.bytes().length; length++) {
      byte[] cut = Arrays.copyOf(kept.bytes(), length);
      assertThatIllegalArgumentException()
          .as("%d of %d bytes", length, kept.bytes().length)
          .isThrownBy(() -> kept.reader().apply(new ByteReader(cut)));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void anyOtherValueOfAnyByteIsHarmless(Kept kept) {
    byte[] values = {0, 1, 2, 0x7F, (byte) 0x80, (byte) 0xFF};
    for (int at = 0; at < kept.bytes().length; at++) {
      for (byte value : values) {
        byte[] damaged = kept.bytes().clone();
        damaged[at] = value;
        readOrRefuse(damaged, kept.reader());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void manyDamagedBytesAreHarmless(Kept kept) {
    Random random = new Random(7);
    for (int times = 0; times < 2000; times++) {
      byte[] damaged = kept.bytes().clone();
      for (int i = 0; i < 1 + random.nextInt(8); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      readOrRefuse(damaged, kept.reader());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void numbersTooLargeAreHarmless(Kept kept) {
    for (byte[] number :
        List.of(
            // 2^31 - 1, 2^63, and all ones: negative as a long.
            new byte[] {-1, -1, -1, -1, 7},
            new byte[] {-128, -128, -128, -128, -128, -128, -128, -128, -128, 1},
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1})) {
      for (int at = 0; at + number.length < kept.bytes().length; at++) {
        byte[] damaged = kept.bytes().clone();
        System.arraycopy(number, 0, damaged, at, number.length);
        readOrRefuse(damaged, kept.reader());
      }
    }
  }

  private void readOrRefuse(byte[] bytes, Function<ByteReader, ?> reader) {
    long before = thread.getCurrentThreadAllocatedBytes();
    try {
      assertThat(reader.apply(new ByteReader(bytes))).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
    assertThat(thread.getCurrentThreadAllocatedBytes() - before)
        .isLessThan(MEGABYTE + 1000L * bytes.length);
  }
}
