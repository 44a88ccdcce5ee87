package org.variometer.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconRules;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.Enrichment;
import org.variometer.beacon.Micros;
import org.variometer.beacon.SessionKey;
import org.variometer.oracle.BeaconTraffic;
import org.variometer.oracle.Oracle;

/** The records of sessions that hit the hard parts of the rules, decoded. */
public final class Traffic {
  /** The custom metrics under which the records were decoded. */
  public static final List<CustomMetric> METRICS =
      List.of(
          new CustomMetric("adds", "add_to_cart", CustomMetric.Measure.COUNT),
          new CustomMetric("add_value", "add_to_cart", CustomMetric.Measure.SUM),
          new CustomMetric("add_visits", "add_to_cart", CustomMetric.Measure.VISITS),
          new CustomMetric("search_visits", "search", CustomMetric.Measure.VISITS));

  private static final BeaconRules RULES =
      BeaconRules.of(
          10_000_000 * Micros.PER_UNIT,
          METRICS,
          new Enrichment(
              "USD",
              Map.of("EUR", new BigDecimal("1.0832"), "JPY", new BigDecimal("0.0067125")),
              Map.of(),
              Optional.empty()));

  private Traffic() {}

  /** The accepted records of each session. */
  public static Arbitrary<List<List<BeaconRecord>>> sessions() {
    return BeaconTraffic.traffic().map(Traffic::bySession);
  }

  /** Divides the records into merges of random size. */
  public static List<List<BeaconRecord>> cut(List<BeaconRecord> records, Random random) {
    List<List<BeaconRecord>> parts = new ArrayList<>();
    int from = 0;
    while (from < records.size()) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(6));
      parts.add(records.subList(from, to));
      from = to;
    }
    return parts;
  }

  /** The record of a line of a bare file, which has to be a good one. */
  static BeaconRecord decode(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return (BeaconRecord) new BeaconDecoder(RULES).decodeLine(bytes, 0, bytes.length);
  }

  private static List<List<BeaconRecord>> bySession(List<Oracle.Line> lines) {
    BeaconDecoder decoder = new BeaconDecoder(RULES);
    Map<SessionKey, List<BeaconRecord>> sessions = new LinkedHashMap<>();
    for (Oracle.Line line : lines) {
      byte[] bytes = line.bytes();
      boolean bare = line.arrival().isEmpty();
      if ((bare
              ? decoder.decodeLine(bytes, 0, bytes.length)
              : decoder.decode(bytes, 0, bytes.length, line.arrival().getAsLong()))
          instanceof BeaconRecord record) {
        sessions.computeIfAbsent(record.session(), key -> new ArrayList<>()).add(record);
      }
    }
    return List.copyOf(sessions.values());
  }
}
