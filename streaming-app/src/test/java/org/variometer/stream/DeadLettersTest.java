package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.RejectReason;
import org.variometer.beacon.Rejection;
import org.variometer.config.VariometerConfig;

/** Records that are no beacons are kept as they came, and the stream goes on (spec §1). */
class DeadLettersTest {
  private static final long ARRIVAL = 1_763_661_600_000L;
  private static final int MOST_OF_A_RECORD = 1_048_400;
  private static final int KEPT = 900 * 1024;
  private static final int KEPT_OF_KEY = 16 * 1024;
  private static final Random RANDOM = new Random(16);

  /** A record, and the reason for which it is rejected; null if it is not. */
  private record Sent(LogRecord record, RejectReason reason) {}

  @Test
  void allThatIsNoBeaconIsKeptWithReasonAndSource() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = world.config(Optional.empty(), Map.of());
    List<Sent> log = log(VariometerConfig.from(config), world.name());
    world.send(log.stream().map(Sent::record).toList());
    MicroBatch last;
    try (ObservedRun run = new ObservedRun(config, false)) {
      last = run.awaitAll();
      run.run().stop();
    }

    Map<String, Long> reasons = new HashMap<>();
    List<Integer> rejected = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).reason() != null) {
        rejected.add(i);
        reasons.merge(log.get(i).reason().wireName(), 1L, Long::sum);
      }
    }
    Map<String, Long> counted = new HashMap<>();
    last.sum()
        .intake()
        .rejected()
        .forEach(
            (reason, n) -> {
              if (n != 0) {
                counted.put(reason.wireName(), n);
              }
            });
    assertThat(counted).isEqualTo(reasons).hasSize(RejectReason.values().length);
    assertThat(last.sum().intake().read()).isEqualTo(log.size());
    assertThat(last.sum().sessions().used()).isEqualTo(log.size() - rejected.size());

    List<ConsumerRecord<byte[], byte[]>> kept = world.services().kafka().records(world.rejected());
    assertThat(kept).hasSameSizeAs(rejected);
    for (int i = 0; i < kept.size(); i++) {
      assertKept(kept.get(i), rejected.get(i), log.get(rejected.get(i)), world);
    }
  }

  private static void assertKept(
      ConsumerRecord<byte[], byte[]> kept, int offset, Sent sent, StreamWorld world) {
    LogRecord record = sent.record();
    Map<String, String> headers = new HashMap<>();
    for (Header header : kept.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    Map<String, String> expected = new HashMap<>();
    expected.put(DeadLetters.REASON, sent.reason().wireName());
    expected.put(DeadLetters.SOURCE, world.beacons() + "/0/" + offset);
    byte[] payload = record.value();
    if (payload != null && payload.length > KEPT) {
      expected.put(DeadLetters.CUT_FROM, Integer.toString(payload.length));
      payload = Arrays.copyOf(payload, KEPT);
    }
    byte[] key = record.key();
    if (key != null && key.length > KEPT_OF_KEY) {
      expected.put(DeadLetters.KEY_CUT_FROM, Integer.toString(key.length));
      key = Arrays.copyOf(key, KEPT_OF_KEY);
    }
    assertThat(headers).isEqualTo(expected);
    assertThat(kept.value()).isEqualTo(payload);
    assertThat(kept.key()).isEqualTo(key);
    if (record.arrival() >= 0) {
      assertThat(kept.timestamp()).isEqualTo(record.arrival());
    }
  }

  private static List<Sent> log(VariometerConfig config, String sites) throws Exception {
    List<Sent> log = new ArrayList<>();
    CaseLog examples =
        CaseLog.all().stream().filter(c -> c.name().startsWith("16-")).findFirst().orElseThrow();
    BeaconDecoder decoder = new BeaconDecoder(config.beaconRules());
    for (LogRecord record : examples.records(config, sites)) {
      boolean accepted =
          !(decoder.decode(record.value(), 0, record.value().length, record.arrival())
              instanceof Rejection);
      log.add(accepted ? new Sent(record, null) : rejected(decoder, record));
    }
    add(log, null, null, RejectReason.MALFORMED_JSON);
    add(log, null, new byte[0], RejectReason.MALFORMED_JSON);
    add(log, "key".getBytes(UTF_8), "not JSON".getBytes(UTF_8), RejectReason.MALFORMED_JSON);
    for (int length : new int[] {1, 17, 400, 100_000}) {
      byte[] garbage = new byte[length];
      RANDOM.nextBytes(garbage);
      garbage[0] = 0;
      add(log, null, garbage, RejectReason.MALFORMED_JSON);
    }
    for (int length : new int[] {256 * 1024 + 1, KEPT, KEPT + 1, MOST_OF_A_RECORD}) {
      byte[] garbage = new byte[length];
      RANDOM.nextBytes(garbage);
      add(log, null, garbage, RejectReason.OVERSIZED);
    }
    // Keys that leave no room for more.
    for (int length : new int[] {KEPT_OF_KEY, KEPT_OF_KEY + 1, MOST_OF_A_RECORD}) {
      byte[] key = new byte[length];
      RANDOM.nextBytes(key);
      add(log, key, "{".getBytes(UTF_8), RejectReason.MALFORMED_JSON);
    }
    // A beacon, but of no time: the only negative timestamp that Kafka's client sends.
    LogRecord beacon = beacon(sites, "before", -1);
    log.add(new Sent(beacon, RejectReason.CLOCK_AHEAD));
    log.add(new Sent(beacon(sites, "last", ARRIVAL), null));
    return log;
  }

  private static void add(List<Sent> log, byte[] key, byte[] value, RejectReason reason) {
    log.add(new Sent(new LogRecord(key, value, ARRIVAL), reason));
  }

  private static Sent rejected(BeaconDecoder decoder, LogRecord record) {
    Rejection rejection =
        (Rejection) decoder.decode(record.value(), 0, record.value().length, record.arrival());
    return new Sent(record, rejection.reason());
  }

  private static LogRecord beacon(String sites, String id, long arrival) {
    String text =
        """
        {"beaconId":"%s","sessionId":"s","visitorId":"v","site":"%s.x","timestamp":%d,\
        "type":"pageView"}"""
            .formatted(id, sites, ARRIVAL);
    return new LogRecord("s".getBytes(UTF_8), text.getBytes(UTF_8), arrival);
  }
}
