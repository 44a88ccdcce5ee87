package org.variometer.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.SessionKey;
import org.variometer.metric.Contributions;
import org.variometer.metric.MetricCatalog;
import org.variometer.metric.Totals;
import org.variometer.session.Merge;
import org.variometer.session.SessionCodec;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/** The core on one thread, in beacons per second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx3g", "-XX:+UseParallelGC"})
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
public class CoreBenchmark {
  private final SessionRules rules = SessionRules.stream(5000);
  private final SessionMerger merger = new SessionMerger(rules);
  private final SessionCodec codec = new SessionCodec();
  private final Contributions contributions =
      new Contributions(new MetricCatalog(List.of()), rules);
  private final BeaconDecoder decoder = new BeaconDecoder(Workload.rules());
  private final List<SessionState> states = new ArrayList<>();
  private final List<byte[]> encoded = new ArrayList<>();
  private Workload workload;
  private List<BeaconRecord> records;

  /** Makes the traffic and, for the codec, the sessions that come of it. */
  @Setup
  public void prepare() {
    workload = new Workload(7);
    records = new ArrayList<>(Workload.BEACONS);
    Map<SessionKey, List<BeaconRecord>> bySession = new HashMap<>();
    for (int i = 0; i < Workload.BEACONS; i++) {
      BeaconRecord record = workload.decode(decoder, i);
      records.add(record);
      bySession.computeIfAbsent(record.session(), key -> new ArrayList<>()).add(record);
    }
    for (List<BeaconRecord> session : bySession.values()) {
      states.add(merger.merge(SessionState.EMPTY, session).merged());
    }
    states.forEach(state -> encoded.add(codec.encode(state)));
  }

  /** Bytes of JSON to beacon. */
  @Benchmark
  @OperationsPerInvocation(Workload.BEACONS)
  public void decode(Blackhole sink) {
    for (int i = 0; i < Workload.BEACONS; i++) {
      sink.consume(workload.decode(decoder, i));
    }
  }

  /** Beacons into sessions kept as objects, their differences into totals. */
  @Benchmark
  @OperationsPerInvocation(Workload.BEACONS)
  public Totals mergeAndContribute() {
    return run(records, false);
  }

  /** JSON to totals, sessions kept as objects. */
  @Benchmark
  @OperationsPerInvocation(Workload.BEACONS)
  public Totals decodeMergeAndContribute() {
    return run(null, false);
  }

  /** JSON to totals, sessions kept as bytes that every merge reads and writes. */
  @Benchmark
  @OperationsPerInvocation(Workload.BEACONS)
  public Totals decodeMergeContributeAndKeepBytes() {
    return run(null, true);
  }

  /** Sessions of 20 beacons to bytes, counted in beacons. */
  @Benchmark
  @OperationsPerInvocation(Workload.BEACONS)
  public void encodeState(Blackhole sink) {
    for (SessionState state : states) {
      sink.consume(codec.encode(state));
    }
  }

  /** Bytes to sessions of 20 beacons, counted in beacons. */
  @Benchmark
  @OperationsPerInvocation(Workload.BEACONS)
  public void decodeState(Blackhole sink) {
    for (byte[] bytes : encoded) {
      sink.consume(codec.decode(bytes));
    }
  }

  private Totals run(List<BeaconRecord> decoded, boolean keepBytes) {
    Totals totals = new Totals();
    Map<SessionKey, Object> sessions = new HashMap<>(2 * Workload.SESSIONS);
    int ofRound = Workload.BEACONS / Workload.ROUNDS;
    for (int round = 0; round < Workload.ROUNDS; round++) {
      Map<SessionKey, List<BeaconRecord>> arrived = new HashMap<>(2 * Workload.SESSIONS);
      for (int i = round * ofRound; i < (round + 1) * ofRound; i++) {
        BeaconRecord record = decoded == null ? workload.decode(decoder, i) : decoded.get(i);
        arrived.computeIfAbsent(record.session(), key -> new ArrayList<>(4)).add(record);
      }
      arrived.forEach(
          (key, ofSession) -> {
            Merge merge = merger.merge(state(sessions.get(key)), ofSession);
            contributions.addDifference(key.site(), merge, totals);
            sessions.put(key, keepBytes ? codec.encode(merge.merged()) : merge.merged());
          });
    }
    return totals;
  }

  private SessionState state(Object kept) {
    if (kept == null) {
      return SessionState.EMPTY;
    }
    return kept instanceof byte[] bytes ? codec.decode(bytes) : (SessionState) kept;
  }
}
