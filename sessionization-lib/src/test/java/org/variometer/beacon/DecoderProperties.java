package org.variometer.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.variometer.oracle.BeaconTraffic;
import org.variometer.oracle.Oracle;

/** Whatever the bytes: a beacon or a reason, never an exception, and the reason of the spec. */
class DecoderProperties {
  private static final Oracle.Settings SETTINGS =
      Oracle.Settings.defaults()
          .withRates(Map.of("EUR", new BigDecimal("1.0832")))
          .withCustomMetrics(List.of(new Oracle.CustomMetric("adds", "add_to_cart", "count")));

  private final BeaconDecoder decoder =
      new BeaconDecoder(
          BeaconRules.of(
              10_000_000 * Micros.PER_UNIT,
              List.of(new CustomMetric("adds", "add_to_cart", CustomMetric.Measure.COUNT)),
              new Enrichment("USD", SETTINGS.rates(), Map.of(), Optional.empty())));

  @Property
  void theFirstReasonInOrderIsGiven(@ForAll("records") Oracle.Line line) {
    assertThat(reason(line)).isEqualTo(Oracle.reason(line, SETTINGS));
  }

  @Property
  void damagedRecordsGetTheSameReason(@ForAll("records") Oracle.Line line, @ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = line.bytes().clone();
    if (bytes.length > 20_000) {
      bytes = Arrays.copyOf(bytes, 20_000);
    }
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "{}[]\",:\\0e-.tfn u".charAt(random.nextInt(17));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> bytes = Arrays.copyOfRange(bytes, at, bytes.length);
      }
    }
    Oracle.Line damaged = new Oracle.Line(bytes, line.arrival());
    assertThat(reason(damaged)).isEqualTo(Oracle.reason(damaged, SETTINGS));
  }

  @Property
  void anyBytesGetAReason(@ForAll byte[] bytes) {
    Oracle.Line line = new Oracle.Line(bytes, java.util.OptionalLong.of(0));
    assertThat(reason(line)).isEqualTo(Optional.of("malformed_json"));
  }

  @Provide
  Arbitrary<Oracle.Line> records() {
    return BeaconTraffic.anyRecord();
  }

  private Optional<String> reason(Oracle.Line line) {
    byte[] bytes = line.bytes();
    Decoded decoded =
        line.arrival().isPresent()
            ? decoder.decode(bytes, 0, bytes.length, line.arrival().getAsLong())
            : decoder.decodeLine(bytes, 0, bytes.length);
    return decoded instanceof Rejection rejection
        ? Optional.of(rejection.reason().wireName())
        : Optional.empty();
  }
}
