package org.variometer.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UTF-8 by RFC 3629, and the order of strings by their bytes (spec §1). */
class Utf8Test {
  private final CharsetDecoder jdk = UTF_8.newDecoder();

  @Test
  void everyCodePointIsWrittenAndReadLikeTheJdkDoes() {
    byte[] bytes = new byte[4];
    List<String> wrong = new ArrayList<>();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint >= 0xD800 && codePoint <= 0xDFFF) {
        continue;
      }
      int length = Utf8.write(codePoint, bytes, 0);

      byte[] expected = Character.toString(codePoint).getBytes(UTF_8);
      if (!Arrays.equals(bytes, 0, length, expected, 0, expected.length)
          || Utf8.sequenceLength(bytes, 0, length) != length
          || Utf8.codePoint(bytes, 0, length) != codePoint) {
        wrong.add(Integer.toHexString(codePoint));
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Every lead and second byte, with what is next to a boundary behind them. */
  @Test
  void everySequenceIsJudgedLikeTheJdkDoes() {
    byte[] tails = {0x00, 0x7F, (byte) 0x80, (byte) 0xBF, (byte) 0xC0, (byte) 0xFF};
    List<String> wrong = new ArrayList<>();
    for (int lead = 0x80; lead <= 0xFF; lead++) {
      for (int second = 0; second <= 0xFF; second++) {
        for (byte third : tails) {
          for (byte fourth : tails) {
            byte[] bytes = {(byte) lead, (byte) second, third, fourth};
            if (!isJudgedLikeTheJdkDoes(bytes)) {
              wrong.add(HexFormat.of().formatHex(bytes));
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** However much of the bytes there is. */
  private boolean isJudgedLikeTheJdkDoes(byte[] bytes) {
    boolean same = true;
    for (int end = 1; end <= bytes.length; end++) {
      int announced = announced(bytes);
      int expected = announced <= end && isWellFormed(bytes, announced) ? announced : 0;
      same &= Utf8.sequenceLength(bytes, 0, end) == expected;
    }
    return same;
  }

  @Property
  void stringsAreComparedAsTheirBytesAre(@ForAll("strings") String a, @ForAll("strings") String b) {
    int expected = Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

    assertThat(Integer.signum(Utf8.compare(a, b))).isEqualTo(Integer.signum(expected));
    assertThat(Integer.signum(Utf8.compare(b, a))).isEqualTo(-Integer.signum(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "'', a, -1",
    "a, aa, -1",
    "B, a, -1",
    "a, a, 0",
    "z, ä, -1",
    "｡, 😀, -1",
    "\uffff, \ud800\udc00, -1",
    "\ue000, \udbff\udfff, -1",
    "😀, 😁, -1",
    "a😀, a｡, 1"
  })
  void charactersBeyondFfffComeLast(String a, String b, int expected) {
    assertThat(Integer.signum(Utf8.compare(a, b))).isEqualTo(expected);
    assertThat(Integer.signum(Utf8.compare(b, a))).isEqualTo(-expected);
  }

  /** Few characters, of every length in UTF-8, so that beginnings agree. */
  @Provide
  Arbitrary<String> strings() {
    return Arbitraries.oneOf(
            Arbitraries.of(0x41, 0x42, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFF61, 0xFFFF),
            Arbitraries.of(0x10000, 0x103FF, 0x10400, 0x1F600, 0x10FFFF))
        .list()
        .ofMaxSize(5)
        .map(points -> new String(points.stream().mapToInt(p -> p).toArray(), 0, points.size()));
  }

  /** The length that the lead byte announces. */
  private static int announced(byte[] bytes) {
    int lead = bytes[0] & 0xFF;
    return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }

  private boolean isWellFormed(byte[] bytes, int length) {
    return !jdk.reset()
        .decode(ByteBuffer.wrap(bytes, 0, length), CharBuffer.allocate(2), true)
        .isError();
  }
}
