package org.variometer.beacon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decodes records as tests write them. */
record Decoding(BeaconDecoder decoder) {
  /** The timestamp of the records in tests: 2025-11-20T18:00Z. */
  static final long T = 1_763_661_600_000L;

  static final CustomMetric ADDS = new CustomMetric("adds", "add", CustomMetric.Measure.COUNT);
  static final CustomMetric SIZES = new CustomMetric("sizes", "größe", CustomMetric.Measure.COUNT);

  /** The default configuration, with a rate for EUR and a custom metric for event {@code add}. */
  static final Decoding DEFAULT = of(10_000_000 * Micros.PER_UNIT, Map.of("EUR", "1.0832"));

  static Decoding of(long maxRevenue, Map<String, String> rates) {
    return of(maxRevenue, enrichment(rates, Map.of(), Optional.empty()));
  }

  static Decoding of(long maxRevenue, Enrichment enrichment) {
    return new Decoding(
        new BeaconDecoder(BeaconRules.of(maxRevenue, List.of(ADDS, SIZES), enrichment)));
  }

  static Enrichment enrichment(
      Map<String, String> rates, Map<String, String> sites, Optional<byte[]> visitorKey) {
    Map<String, BigDecimal> decimals =
        rates.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, entry -> new BigDecimal(entry.getValue())));
    return new Enrichment("USD", decimals, sites, visitorKey);
  }

  Decoded line(byte[] record) {
    return decoder.decodeLine(record, 0, record.length);
  }

  Decoded record(byte[] record, long arrival) {
    return decoder.decode(record, 0, record.length, arrival);
  }

  /** The word in the tables' first column. */
  static String word(Decoded decoded) {
    return decoded instanceof Rejection rejection ? rejection.reason().wireName() : "accepted";
  }

  /** What becomes of a line of a file, in the notation of {@link Notation}. */
  String verdict(String line) {
    return word(line(Notation.bytes(line)));
  }

  /** The accepted line of a file, in the notation of {@link Notation}. */
  BeaconRecord accepted(String line) {
    Decoded decoded = line(Notation.bytes(line));
    assertThat(decoded).as(line).isInstanceOf(BeaconRecord.class);
    return (BeaconRecord) decoded;
  }

  Beacon beacon(String line) {
    return accepted(line).beacon();
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
