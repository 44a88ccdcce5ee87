package org.variometer.shard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.Decoded;
import org.variometer.beacon.Rejection;
import org.variometer.config.VariometerConfig;
import org.variometer.metric.Metric;
import org.variometer.metric.MetricValue;
import org.variometer.metric.Totals;
import org.variometer.oracle.Oracle;
import org.variometer.rolling.RollingCount;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Point;
import org.variometer.series.Row;
import org.variometer.series.SealedThrough;
import org.variometer.session.SessionRules;

/** What the stream does with a log, in memory: tasks pack, shards merge, meters add up. */
final class MiniStream {
  /** Longer than any traffic of the tests. */
  static final int HOLD_ALL = 24 * 365;

  private final VariometerConfig config;
  private final Shape shape;
  private final Carrier carrier;
  private final SessionRules rules;
  private final SessionUpdater sessionUpdater;
  private final MeterRules meterRules;
  private final MeterUpdater meterUpdater;
  private final List<SessionShard> sessions = new ArrayList<>();
  private final List<MeterShard> meters = new ArrayList<>();
  private final Map<Cell, Double> written = new HashMap<>();
  private final List<RollingCount> rolling = new ArrayList<>();
  private final Totals contributed = new Totals();

  /** Into how many parts all is divided. */
  record Shape(int partitions, int shards, int meters) {}

  MiniStream(VariometerConfig config, Shape shape, Carrier carrier) {
    this.config = config;
    this.shape = shape;
    this.carrier = carrier;
    this.rules = SessionRules.stream(config.maxBeacons());
    this.sessionUpdater = new SessionUpdater(rules, config.catalog());
    this.meterRules =
        new MeterRules(config.catalog(), HOLD_ALL, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
    this.meterUpdater = new MeterUpdater(meterRules);
    for (int i = 0; i < shape.shards(); i++) {
      sessions.add(SessionShard.EMPTY);
    }
    for (int i = 0; i < shape.meters(); i++) {
      meters.add(MeterShard.EMPTY);
    }
  }

  /** Begins with what was taken up. */
  void begin(List<SessionShard> takenSessions, List<MeterShard> takenMeters) {
    for (int i = 0; i < sessions.size(); i++) {
      sessions.set(i, carrier.carry(takenSessions.get(i)));
    }
    for (int i = 0; i < meters.size(); i++) {
      meters.set(i, carrier.carry(takenMeters.get(i)));
    }
  }

  MiniStream run(ReadLog log) {
    log.microBatches().forEach(this::run);
    return this;
  }

  void run(List<ReadLog.Range> microBatch) {
    updateSessions(microBatch);
    List<List<MeterInput>> inputs = contribute();
    for (int i = 0; i < meters.size(); i++) {
      updateMeter(i, inputs.get(i));
    }
  }

  /** What a micro-batch's tasks have for each shard. */
  List<List<Packet>> pack(List<ReadLog.Range> microBatch) {
    List<List<Packet>> byShard = lists(shape.shards());
    for (ReadLog.Range range : microBatch) {
      PacketBuilder builder = new PacketBuilder(Long.MAX_VALUE, shape.shards());
      BeaconDecoder decoder = new BeaconDecoder(config.beaconRules());
      for (Oracle.Line line : range.lines()) {
        long arrival = line.arrival().getAsLong();
        Decoded decoded = decoder.decode(line.bytes(), 0, line.bytes().length, arrival);
        if (decoded instanceof BeaconRecord record) {
          builder.add(record);
        } else {
          builder.reject(((Rejection) decoded).reason(), arrival);
        }
      }
      List<Packet> packets = builder.build(range.partition(), range.nextOffset());
      for (int i = 0; i < packets.size(); i++) {
        byShard.get(i).add(carrier.carry(packets.get(i)));
      }
    }
    return byShard;
  }

  void updateSessions(List<ReadLog.Range> microBatch) {
    List<List<Packet>> packets = pack(microBatch);
    for (int i = 0; i < sessions.size(); i++) {
      SessionShard shard = sessionUpdater.update(sessions.get(i), packets.get(i));
      sessions.set(i, carrier.carry(shard));
      if (sessions.get(i).lastYield() != null) {
        contributed.addAll(sessions.get(i).lastYield().totals());
      }
    }
  }

  /** What the shards, divided between two tasks, have for each meter. */
  List<List<MeterInput>> contribute() {
    List<List<MeterInput>> byMeter = lists(shape.meters());
    for (int task = 0; task < 2; task++) {
      MeterInput.Builder builder = new MeterInput.Builder(shape.meters(), SealedThrough.NOTHING);
      for (int i = task; i < sessions.size(); i += 2) {
        builder.add(sessions.get(i));
      }
      List<MeterInput> inputs = builder.build();
      for (int i = 0; i < inputs.size(); i++) {
        byMeter.get(i).add(carrier.carry(inputs.get(i)));
      }
    }
    return byMeter;
  }

  private void updateMeter(int meter, List<MeterInput> inputs) {
    meters.set(meter, carrier.carry(meterUpdater.update(meters.get(meter), inputs)));
    MeterYield yield = carrier.carry(meters.get(meter).lastYield());
    for (Point point : yield.points()) {
      written.put(point.cell(), point.value());
    }
    rolling.addAll(yield.rolling());
  }

  SessionUpdater sessionUpdater() {
    return sessionUpdater;
  }

  MeterUpdater meterUpdater() {
    return meterUpdater;
  }

  List<SessionShard> sessions() {
    return sessions;
  }

  List<MeterShard> meters() {
    return meters;
  }

  /** All that the shards ever added and retracted. */
  Totals contributed() {
    return contributed;
  }

  /** What happened in all. */
  RunCounts counts() {
    return meters.stream()
        .map(meter -> meter.lastYield().sum())
        .reduce(RunCounts.NONE, RunCounts::plus);
  }

  MeterYield.Gauges gauges() {
    return meters.stream()
        .map(meter -> meter.lastYield().gauges())
        .reduce(MeterYield.Gauges.NONE, MeterYield.Gauges::plus);
  }

  /** The rolling counts in the order in which they were given, each meter's apart. */
  List<RollingCount> rolling() {
    return rolling;
  }

  /** What stands in the cells after all was written, in the form of an export. */
  List<String> csvLines() {
    return csvLines(written);
  }

  /** What the meters hold, in the same form. */
  List<String> heldLines() {
    return heldLines(meters);
  }

  /** What meters hold, in the same form. */
  List<String> heldLines(List<MeterShard> some) {
    Map<Cell, Double> held = new HashMap<>();
    for (MeterShard meter : some) {
      for (Metric metric : meterRules.catalog().metrics()) {
        meter
            .held(metric.name(), meterRules)
            .forEach(point -> held.put(point.cell(), point.value()));
      }
    }
    return csvLines(held);
  }

  private static List<String> csvLines(Map<Cell, Double> written) {
    Map<MetricSeries, Map<Long, Double>> bySeries = new TreeMap<>();
    written.forEach(
        (cell, value) ->
            bySeries
                .computeIfAbsent((MetricSeries) cell.series(), series -> new TreeMap<>())
                .put(cell.timestamp(), value));
    List<String> lines = new ArrayList<>(List.of(Row.HEADER));
    bySeries.forEach(
        (series, values) ->
            values.forEach(
                (timestamp, value) -> {
                  if (value != 0) {
                    lines.add(new Row(series, timestamp, MetricValue.real(value)).toCsv());
                  }
                }));
    return lines;
  }

  private static <T> List<List<T>> lists(int number) {
    List<List<T>> lists = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }
}
