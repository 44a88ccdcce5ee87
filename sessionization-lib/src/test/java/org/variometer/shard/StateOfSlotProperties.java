package org.variometer.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.Rejection;
import org.variometer.beacon.SessionKey;
import org.variometer.codec.ByteWriter;
import org.variometer.config.VariometerConfig;
import org.variometer.local.OracleSettings;
import org.variometer.log.ArrivalDigest;
import org.variometer.log.LogProgress;
import org.variometer.metric.Totals;
import org.variometer.oracle.BeaconTraffic;
import org.variometer.oracle.Oracle;
import org.variometer.session.SessionCodec;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;
import org.variometer.slot.SlotUpdater;

/**
 * A stream that goes on where a slot of the batch ends has the batch's numbers for what the slot
 * has, updated with all that follows (spec §7).
 */
class StateOfSlotProperties {
  private static final long HOUR = 3_600_000;

  @Property(tries = 150)
  void whatTheSlotHasIsUpdatedWithTheRest(
      @ForAll("traffic") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll("shapes") MiniStream.Shape shape,
      @ForAll boolean lagging,
      @ForAll long seed) {
    VariometerConfig config = OracleSettings.config(settings);
    Random random = new Random(seed);
    ReadLog log = ReadLog.of(lines, shape.partitions(), lagging, random);
    int slotEnd = random.nextInt(log.microBatches().size() + 1);
    Batch batch = new Batch(config);
    log.microBatches().subList(0, slotEnd).forEach(batch::run);
    List<List<ReadLog.Range>> rest = log.microBatches().subList(slotEnd, log.microBatches().size());

    MiniStream stream = new MiniStream(config, shape, Carrier.THROUGH_BYTES);
    StateOfSlot state = batch.state(rest);
    List<SessionShard> taken = batch.sessions(state, shape.shards());
    stream.begin(taken, batch.meters(state, shape.meters(), Integer.MIN_VALUE));
    rest.forEach(stream::run);

    PlainForm nothingFreed = new PlainForm(config, batch.states, batch.updater.totals());
    rest.forEach(nothingFreed::run);
    MeterShard expected =
        state.meter(List.of(nothingFreed.totals()), Integer.MIN_VALUE, RunCounts.NONE);
    assertThat(stream.heldLines()).isEqualTo(stream.heldLines(List.of(expected)));

    List<String> asStream = Oracle.stream(lines, settings).csvLines();
    boolean cutsDoNotMatter = additive(Oracle.batch(lines, settings)).equals(asStream);
    if (cutsDoNotMatter) {
      assertThat(stream.heldLines()).isEqualTo(asStream);
    }
    RunCounts counts = stream.counts();
    assertThat(counts.intake().read()).isEqualTo(lines.size());
    assertThat(
            counts.sessions().used()
                + counts.sessions().duplicate()
                + counts.sessions().quarantined())
        .isEqualTo(counts.intake().accepted());
    Statistics.label("cuts do not matter")
        .collect(cutsDoNotMatter)
        .coverage(coverage -> coverage.check(true).count(n -> n > 0));
    Statistics.label("some sessions can change, some are passed")
        .collect(batch.states.size() > size(taken) && size(taken) > 0 && !rest.isEmpty())
        .coverage(coverage -> coverage.check(true).count(n -> n > 0));
  }

  @Property(tries = 40)
  void hoursBeforeTheFirstThatIsHeldAreLeftOut(
      @ForAll("traffic") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll long seed) {
    VariometerConfig config = OracleSettings.config(settings);
    Random random = new Random(seed);
    Batch batch = new Batch(config);
    ReadLog.of(lines, 1, false, random).microBatches().forEach(batch::run);
    MiniStream stream = new MiniStream(config, new MiniStream.Shape(1, 1, 1), Carrier.BY_REFERENCE);
    StateOfSlot state = batch.state(List.of());
    List<Integer> hours = new ArrayList<>();
    batch.updater.totals().forEachMinute((key, minute, counts) -> hours.add(minute / 60));
    int oldest = hours.isEmpty() ? 0 : hours.get(random.nextInt(hours.size()));

    List<String> all = stream.heldLines(batch.meters(state, 2, Integer.MIN_VALUE));
    List<MeterShard> meters = batch.meters(state, 2, oldest);
    assertThat(stream.heldLines(meters))
        .isEqualTo(
            all.stream()
                .filter(line -> all.indexOf(line) == 0 || startOf(line) >= oldest * HOUR)
                .toList());
    assertThat(meters).allMatch(meter -> meter.oldestHour() == oldest);
  }

  private static long startOf(String line) {
    String[] columns = line.split(",", -1);
    return Long.parseLong(columns[columns.length - 2]);
  }

  /** The rows of what both layers have. */
  private static List<String> additive(Oracle.Result batch) {
    return batch.csvLines().stream()
        .filter(line -> !line.startsWith("unique_") && !line.startsWith("multiple_"))
        .toList();
  }

  private static int size(List<SessionShard> shards) {
    return shards.stream().mapToInt(SessionShard::size).sum();
  }

  /** What the batch knows after some of the log. */
  private static final class Batch {
    private final BeaconDecoder decoder;
    private final SlotUpdater updater;
    private final SessionRules streamRules;
    private final Map<SessionKey, SessionState> states = new HashMap<>();
    private final SortedMap<Integer, Long> nextOffsets = new TreeMap<>();
    private Intake intake = Intake.NONE;
    private long latestArrival = LogProgress.NOT_BEGUN;

    Batch(VariometerConfig config) {
      this.decoder = new BeaconDecoder(config.beaconRules());
      this.updater = new SlotUpdater(SessionRules.batch(config.maxBeacons()), config.catalog());
      this.streamRules = SessionRules.stream(config.maxBeacons());
    }

    void run(List<ReadLog.Range> slot) {
      for (ReadLog.Range range : slot) {
        nextOffsets.put(range.partition(), range.nextOffset());
        for (Oracle.Line line : range.lines()) {
          long arrival = line.arrival().getAsLong();
          if (decoder.decode(line.bytes(), 0, line.bytes().length, arrival)
              instanceof BeaconRecord record) {
            SessionState known = states.getOrDefault(record.session(), SessionState.EMPTY);
            states.put(record.session(), updater.update(record.session(), known, List.of(record)));
            latestArrival = Math.max(latestArrival, arrival);
            intake =
                intake.plus(
                    new Intake(
                        1, Map.of(), record.ignoredPerformance(), 0, arrival, ArrivalDigest.NONE));
          } else {
            Rejection rejection =
                (Rejection) decoder.decode(line.bytes(), 0, line.bytes().length, arrival);
            intake =
                intake.plus(
                    new Intake(
                        1, Map.of(rejection.reason(), 1L), 0, 0, arrival, ArrivalDigest.NONE));
          }
        }
      }
    }

    /** Where this ends, with what follows. */
    StateOfSlot state(List<List<ReadLog.Range>> rest) {
      Map<Integer, Long> firstByPartition = new HashMap<>();
      for (List<ReadLog.Range> microBatch : rest) {
        for (ReadLog.Range range : microBatch) {
          for (Oracle.Line line : range.lines()) {
            long arrival = line.arrival().getAsLong();
            if (decoder.decode(line.bytes(), 0, line.bytes().length, arrival)
                instanceof BeaconRecord) {
              firstByPartition.putIfAbsent(range.partition(), arrival);
            }
          }
        }
      }
      long passed = latestArrival;
      for (long first : firstByPartition.values()) {
        passed = Math.min(passed, first);
      }
      return new StateOfSlot(nextOffsets, passed, streamRules);
    }

    List<SessionShard> sessions(StateOfSlot state, int shards) {
      SessionCodec codec = new SessionCodec();
      List<StateOfSlot.Sessions> byShard = new ArrayList<>();
      for (int i = 0; i < shards; i++) {
        byShard.add(state.new Sessions());
      }
      ByteWriter key = new ByteWriter(64);
      states.forEach(
          (session, known) -> {
            key.clear();
            KeyBytes.write(session, key);
            byShard
                .get(SessionShard.of(key.hash(), shards))
                .add(key.hash(), session, codec.encode(known));
          });
      // As if each were of several parts.
      List<SessionShard> joined = new ArrayList<>();
      for (StateOfSlot.Sessions part : byShard) {
        StateOfSlot.Sessions whole = state.new Sessions();
        whole.addAll(part.build());
        joined.add(whole.build());
      }
      return joined;
    }

    List<MeterShard> meters(StateOfSlot state, int meters, int oldestHour) {
      List<Totals> byMeter = new ArrayList<>();
      for (int i = 0; i < meters; i++) {
        byMeter.add(new Totals());
      }
      updater
          .totals()
          .forEachMinute(
              (key, minute, counts) ->
                  byMeter.get(MeterShard.of(key, meters)).addAll(key, minute, counts));
      List<MeterShard> shards = new ArrayList<>();
      for (Totals totals : byMeter) {
        shards.add(
            state.meter(
                List.of(totals),
                oldestHour,
                shards.isEmpty() ? new RunCounts(intake, updater.counts(), 0, 0) : RunCounts.NONE));
      }
      return shards;
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
}
