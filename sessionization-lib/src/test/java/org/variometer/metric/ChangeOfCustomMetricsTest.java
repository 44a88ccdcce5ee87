package org.variometer.metric;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconRules;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.CustomMetric.Measure;
import org.variometer.beacon.Enrichment;
import org.variometer.session.Merge;
import org.variometer.session.SessionCodec;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/** A change of the declared metrics applies to beacons that arrive after it (spec §4). */
class ChangeOfCustomMetricsTest {
  private static final CustomMetric ADDS = new CustomMetric("adds", "add", Measure.COUNT);
  private static final CustomMetric CARTS = new CustomMetric("carts", "add", Measure.VISITS);
  private static final CustomMetric VALUE = new CustomMetric("value", "add", Measure.SUM);

  private final Map<String, Long> totals = new TreeMap<>();
  private final SessionCodec codec = new SessionCodec();
  private SessionState state = SessionState.EMPTY;

  @Test
  void aNewMetricCountsBeaconsThatArriveAfterItsDeclaration() {
    arrive(List.of(ADDS), 5000, "b1", "b2");
    arrive(List.of(ADDS, CARTS, VALUE), 5000, "b3");
    assertThat(totals).isEqualTo(Map.of("adds", 3L, "carts", 1L, "value", 7_000_000L));
  }

  @Test
  void whatWasNeverContributedIsNeverRetracted() {
    arrive(List.of(ADDS), 2, "b1", "b2");
    arrive(List.of(CARTS, VALUE), 2, "b3");
    assertThat(totals).isEqualTo(Map.of("adds", 2L));
  }

  @Test
  void aMetricThatStaysIsRetractedWhole() {
    arrive(List.of(ADDS), 2, "b1", "b2");
    arrive(List.of(CARTS, ADDS), 2, "b3");
    assertThat(totals).isEmpty();
  }

  private void arrive(List<CustomMetric> declared, int maxBeacons, String... beaconIds) {
    SessionRules rules = SessionRules.stream(maxBeacons);
    MetricCatalog catalog = new MetricCatalog(declared);
    BeaconDecoder decoder =
        new BeaconDecoder(
            BeaconRules.of(
                0, declared, new Enrichment("USD", Map.of(), Map.of(), Optional.empty())));
    List<BeaconRecord> records = new ArrayList<>();
    for (String beaconId : beaconIds) {
      byte[] json =
          """
          {"beaconId": "%s", "sessionId": "s", "visitorId": "v", "timestamp": 1763661600000,
           "type": "event", "event": {"name": "add", "value": 7}}
          """
              .formatted(beaconId)
              .getBytes(UTF_8);
      records.add((BeaconRecord) decoder.decodeLine(json, 0, json.length));
    }
    Merge merge = new SessionMerger(rules).merge(state, records);
    new Contributions(catalog, rules)
        .addDifference(
            "shop",
            merge,
            (key, minute, measure, amount) -> {
              for (CustomMetric metric : declared) {
                if (catalog.idOf(metric).getAsInt() == measure) {
                  totals.merge(metric.name(), amount, Long::sum);
                }
              }
            });
    totals.values().removeIf(total -> total == 0);
    state = codec.decode(codec.encode(merge.merged()));
  }
}
