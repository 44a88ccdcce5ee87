package org.variometer.beacon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.variometer.oracle.BeaconTraffic;
import org.variometer.oracle.Oracle;

/** A line that is sent with its key and arrival becomes what it is in a file. */
class RecordPeekProperties {
  private static final long BEFORE = 1_763_661_600_000L;

  private final BeaconDecoder decoder =
      new BeaconDecoder(
          BeaconRules.of(
              10_000_000 * Micros.PER_UNIT,
              List.of(new CustomMetric("adds", "add_to_cart", CustomMetric.Measure.COUNT)),
              new Enrichment(
                  "USD", Map.of("EUR", new BigDecimal("1.0832")), Map.of(), Optional.empty())));
  private final RecordPeek peek = new RecordPeek();

  @Property
  void theLogAndTheFileAgreeOnEveryRecord(@ForAll("records") Oracle.Line line) {
    byte[] bytes = line.bytes();
    peek.look(bytes, 0, bytes.length);
    Decoded inFile = decoder.decodeLine(bytes, 0, bytes.length);
    // Without an arrival of its own a record takes that of another.
    Decoded inLog = decoder.decode(bytes, 0, bytes.length, peek.arrival().orElse(BEFORE));
    assertThat(inLog).isEqualTo(inFile);
    if (inFile instanceof BeaconRecord record) {
      assertThat(peek.arrival()).hasValue(record.arrival());
      assertThat(peek.key()).hasValue(record.session().sessionId().getBytes(UTF_8));
    }
  }

  @Property
  void anyBytesAreLookedAt(@ForAll byte[] bytes) {
    peek.look(bytes, 0, bytes.length);
    assertThat(peek.key()).isEmpty();
    assertThat(peek.arrival()).isEmpty();
  }

  @Test
  void keyAndArrivalAreReadBesideWhateverElseIsWrong() {
    look("{\"sessionId\":\"s\\u00e9\",\"timestamp\":" + BEFORE + ",\"receivedAt\":\"now\"}");
    assertThat(peek.key()).hasValue("s\u00e9".getBytes(UTF_8));
    assertThat(peek.arrival()).isEqualTo(OptionalLong.of(BEFORE));
    look("{\"sessionId\":7,\"timestamp\":1,\"receivedAt\":" + (BEFORE + 1) + "}");
    assertThat(peek.key()).isEmpty();
    assertThat(peek.arrival()).isEqualTo(OptionalLong.of(BEFORE + 1));
  }

  @Test
  void anOversizedRecordKeepsItsKey() {
    look("{\"sessionId\":\"s\"" + " ".repeat(1 << 20) + "}");
    assertThat(peek.key()).hasValue("s".getBytes(UTF_8));
  }

  @Test
  void ofMalformedTextNothingIsRead() {
    look("{\"sessionId\":\"s\",\"timestamp\":" + BEFORE);
    assertThat(peek.key()).isEmpty();
    assertThat(peek.arrival()).isEmpty();
    look("{\"sessionId\":\"s\",\"timestamp\":" + BEFORE + "} {}");
    assertThat(peek.key()).isEmpty();
    assertThat(peek.arrival()).isEmpty();
  }

  @Provide
  Arbitrary<Oracle.Line> records() {
    return BeaconTraffic.anyRecord();
  }

  private void look(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    peek.look(bytes, 0, bytes.length);
  }
}
