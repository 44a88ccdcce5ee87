package org.variometer.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.variometer.local.OracleSettings;
import org.variometer.oracle.BeaconTraffic;
import org.variometer.oracle.Oracle;

/** Shards and meters are values: an update leaves what it began from, and can be repeated. */
class ShardValueProperties {

  @Property(tries = 60)
  void anUpdateRepeatedFromTheSameStateInAnyOrderOfPacketsGivesTheSame(
      @ForAll("traffic") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll("shapes") MiniStream.Shape shape,
      @ForAll long seed) {
    Random random = new Random(seed);
    MiniStream stream =
        new MiniStream(OracleSettings.config(settings), shape, Carrier.BY_REFERENCE);
    for (List<ReadLog.Range> microBatch :
        ReadLog.of(lines, shape.partitions(), true, random).microBatches()) {
      List<SessionShard> priors = List.copyOf(stream.sessions());
      List<byte[]> before = priors.stream().map(ShardValueProperties::bytes).toList();
      stream.updateSessions(microBatch);
      List<List<Packet>> packets = stream.pack(microBatch);
      for (int i = 0; i < shape.shards(); i++) {
        SessionShard prior = priors.get(i);
        List<String> updated = Shown.shard(stream.sessions().get(i));
        for (int again = 0; again < 2; again++) {
          List<Packet> shuffled = new ArrayList<>(packets.get(i));
          Collections.shuffle(shuffled, random);
          SessionShard repeated = stream.sessionUpdater().update(prior, shuffled);
          assertThat(Shown.shard(repeated)).isEqualTo(updated);
          assertThat(bytes(prior)).isEqualTo(before.get(i));
        }
      }
    }
  }

  @Property(tries = 60)
  void aMeterIsLeftAsItWasAndItsUpdateCanBeRepeatedInAnyOrderOfInputs(
      @ForAll("traffic") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll("shapes") MiniStream.Shape shape,
      @ForAll long seed) {
    Random random = new Random(seed);
    MiniStream stream =
        new MiniStream(OracleSettings.config(settings), shape, Carrier.BY_REFERENCE);
    for (List<ReadLog.Range> microBatch :
        ReadLog.of(lines, shape.partitions(), true, random).microBatches()) {
      List<MeterShard> priors = List.copyOf(stream.meters());
      List<byte[]> before = priors.stream().map(ShardValueProperties::bytes).toList();
      stream.run(microBatch);
      List<List<MeterInput>> inputs = stream.contribute();
      for (int i = 0; i < shape.meters(); i++) {
        MeterShard prior = priors.get(i);
        List<MeterInput> shuffled = new ArrayList<>(inputs.get(i));
        Collections.shuffle(shuffled, random);
        MeterShard repeated = stream.meterUpdater().update(prior, shuffled);
        assertThat(Shown.written(repeated.lastYield()))
            .isEqualTo(Shown.written(stream.meters().get(i).lastYield()));
        assertThat(bytes(prior)).isEqualTo(before.get(i));
      }
    }
  }

  @Provide
  Arbitrary<List<Oracle.Line>> traffic() {
    return StampedTraffic.traffic();
  }

  @Provide
  Arbitrary<Oracle.Settings> settings() {
    return BeaconTraffic.settings();
  }

  @Provide
  Arbitrary<MiniStream.Shape> shapes() {
    return StampedTraffic.shapes();
  }

  private static byte[] bytes(SessionShard shard) {
    return Carrier.bytes(shard, SessionShard::writeTo);
  }

  private static byte[] bytes(MeterShard meter) {
    return Carrier.bytes(meter, MeterShard::writeTo);
  }
}
