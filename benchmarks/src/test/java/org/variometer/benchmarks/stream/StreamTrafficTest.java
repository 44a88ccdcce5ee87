package org.variometer.benchmarks.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconRules;
import org.variometer.beacon.BeaconType;
import org.variometer.beacon.Enrichment;
import org.variometer.beacon.Micros;

/** The traffic is what the figures say that it is. */
class StreamTrafficTest {
  private static final int RECORDS = 400_000;
  private static final int HELD = 10_000;
  private static final long HELD_MILLIS = 40 * 60_000L;

  private final BeaconDecoder decoder =
      new BeaconDecoder(
          BeaconRules.of(
              10_000_000 * Micros.PER_UNIT,
              List.of(),
              new Enrichment("USD", Map.of(), Map.of(), Optional.empty())));

  @Test
  void isWhatTheFiguresSay() {
    StreamTraffic traffic = new StreamTraffic(1, HELD, key -> true);
    Set<Long> ids = new HashSet<>();
    Map<String, Long> lastArrivals = new HashMap<>();
    long last = Long.MIN_VALUE;
    int late = 0;
    int orders = 0;
    int pageViews = 0;
    for (int i = 0; i < RECORDS; i++) {
      traffic.advance();
      byte[] value = traffic.value();
      assertThat(value.length).isBetween(400, 420);
      assertThat(traffic.arrival()).isGreaterThanOrEqualTo(last);
      last = traffic.arrival();
      BeaconRecord record =
          (BeaconRecord) decoder.decode(value, 0, value.length, traffic.arrival());
      assertThat(record.session().sessionId()).isEqualTo(new String(traffic.key(), US_ASCII));
      lastArrivals.put(record.session().sessionId(), last);
      boolean isNew = ids.add(record.beacon().id());
      late += isNew && last - record.beacon().timestamp() > 1000 ? 1 : 0;
      orders += record.beacon().type() == BeaconType.ORDER ? 1 : 0;
      pageViews += record.beacon().type() == BeaconType.PAGE_VIEW ? 1 : 0;
    }
    assertThat(ids).hasSize((int) (RECORDS - traffic.copiesSent()));
    assertThat((double) traffic.copiesSent() / RECORDS).isCloseTo(0.05, within(0.003));
    assertThat((double) late / RECORDS).isCloseTo(0.05, within(0.01));
    assertThat((double) orders / RECORDS).isCloseTo(0.03, within(0.003));
    assertThat((double) pageViews / RECORDS).isCloseTo(0.5, within(0.01));
    long oldest = last - HELD_MILLIS;
    long held = lastArrivals.values().stream().filter(arrival -> arrival >= oldest).count();
    assertThat((double) held).isCloseTo(HELD, within(0.05 * HELD));
  }
}
