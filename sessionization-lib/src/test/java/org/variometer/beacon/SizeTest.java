package org.variometer.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record of more than 256 KiB is {@code oversized}, whatever it says (spec §1). */
class SizeTest {
  private static final int LIMIT = 262_144;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{$page,\"error\":\"<<x*262010>>\"}",
        "{$page,\"error\":<<[*50>><<1,*130900>>1<<]*50>>}",
        "{$page}",
      })
  void exactly256KibAreRead(String record) {
    assertThat(Decoding.word(Decoding.DEFAULT.line(filledUp(record, LIMIT)))).isEqualTo("accepted");
  }

  @Test
  void oneByteMoreIsOversized() {
    assertThat(Decoding.word(Decoding.DEFAULT.line(filledUp("{$page}", LIMIT + 1))))
        .isEqualTo("oversized");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\":NaN}", "<<EF BB BF>>{$page}"})
  void oversizedComesBeforeMalformed(String record) {
    assertThat(Decoding.word(Decoding.DEFAULT.line(filledUp(record, LIMIT))))
        .isEqualTo("malformed_json");
    assertThat(Decoding.word(Decoding.DEFAULT.line(filledUp(record, LIMIT + 1))))
        .isEqualTo("oversized");
  }

  @Test
  void onlyTheBytesOfTheRecordCount() {
    byte[] bytes = filledUp("  {$page}", LIMIT + 2);

    assertThat(Decoding.word(Decoding.DEFAULT.decoder().decodeLine(bytes, 2, LIMIT + 2)))
        .isEqualTo("accepted");
    assertThat(Decoding.word(Decoding.DEFAULT.decoder().decodeLine(bytes, 1, LIMIT + 2)))
        .isEqualTo("oversized");
  }

  @Test
  void bytesAroundTheRecordAreNotLookedAt() {
    byte[] inner = Notation.bytes("{$page}");
    byte[] bytes = Notation.bytes("\",}{$page}]7\"");

    assertThat(Decoding.word(Decoding.DEFAULT.decoder().decodeLine(bytes, 3, 3 + inner.length)))
        .isEqualTo("accepted");
  }

  private static byte[] filledUp(String notation, int size) {
    byte[] record = Notation.bytes(notation);
    assertThat(record.length).isLessThanOrEqualTo(size);
    byte[] filled = Arrays.copyOf(record, size);
    Arrays.fill(filled, record.length, size, (byte) ' ');
    return filled;
  }
}
