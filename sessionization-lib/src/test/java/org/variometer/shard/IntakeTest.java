package org.variometer.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.RejectReason;
import org.variometer.beacon.SessionKey;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.log.ArrivalDigest;
import org.variometer.session.Records;

/** From which arrival on what was read is counted. */
class IntakeTest {
  private static final long NOON = Records.NOON;

  @Test
  void theEarliestBeaconCountsInAnyOrderAndNoRecordWithAClockOfItsOwn() {
    assertThat(read(NOON + 2, NOON, NOON + 1).since()).hasValue(NOON);
    PacketBuilder builder = new PacketBuilder(Long.MAX_VALUE, 1);
    builder.reject(RejectReason.MALFORMED_JSON, NOON - 9);
    assertThat(intake(builder).since()).isEmpty();
    PacketBuilder bots = new PacketBuilder(Long.MAX_VALUE, 1);
    bots.reject(RejectReason.MALFORMED_JSON, NOON - 9);
    bots.reject(RejectReason.BOT, NOON - 1);
    assertThat(intake(bots).since()).hasValue(NOON - 1);
  }

  @Test
  void ofTwoTheEarlierHoldsWhicheverComesFirst() {
    Intake early = read(NOON);
    Intake late = read(NOON + 1);
    assertThat(early.plus(late).since()).hasValue(NOON);
    assertThat(late.plus(early)).isEqualTo(early.plus(late));
    assertThat(Intake.NONE.plus(late)).isEqualTo(late);
    assertThat(Intake.NONE.since()).isEmpty();
  }

  @Test
  void whatTheFirstFormDidNotKeepStaysUnknown() {
    Intake known = read(NOON);
    Intake before = ofForm(1, known);
    assertThat(before)
        .isEqualTo(new Intake(1, Map.of(), 0, 0, Intake.UNKNOWN_ARRIVAL, ArrivalDigest.NONE));
    assertThat(before.plus(known).since()).isEmpty();
    assertThat(known.plus(before).since()).isEmpty();
  }

  @Test
  void whereTheFirstFormHadReadNothingTheFirstBeaconCounts() {
    Intake before = ofForm(1, Intake.NONE);
    assertThat(before).isEqualTo(Intake.NONE);
    assertThat(before.plus(read(NOON)).since()).isEqualTo(OptionalLong.of(NOON));
  }

  @Test
  void theSecondFormHadNoDigest() {
    Intake known = read(NOON);
    assertThat(known.digest()).isNotEqualTo(ArrivalDigest.NONE);
    assertThat(ofForm(2, known)).isEqualTo(new Intake(1, Map.of(), 0, 0, NOON, ArrivalDigest.NONE));
    assertThat(ofForm(3, known)).isEqualTo(known);
  }

  /** As an earlier form kept it: without what came later, at the end. */
  private static Intake ofForm(int form, Intake intake) {
    ByteWriter out = new ByteWriter(64);
    intake.writeTo(out);
    ByteWriter missing = new ByteWriter(64);
    if (form < 2) {
      missing.writeSigned(intake.firstArrival());
    }
    if (form < 3) {
      intake.digest().writeTo(missing);
    }
    byte[] all = out.toByteArray();
    ByteReader in = new ByteReader(Arrays.copyOf(all, all.length - missing.length()));
    Intake read = Intake.readFrom(in, form);
    assertThat(in.atEnd()).isTrue();
    return read;
  }

  private static Intake read(long... arrivals) {
    PacketBuilder builder = new PacketBuilder(Long.MAX_VALUE, 1);
    for (long arrival : arrivals) {
      builder.add(
          new BeaconRecord(new SessionKey("shop", "s"), arrival, Records.page(1, NOON, "v"), 0));
    }
    return intake(builder);
  }

  private static Intake intake(PacketBuilder builder) {
    return builder.build(0, 1).get(0).intake();
  }
}
