package org.variometer.oracle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** What SPEC §1 says of strings. */
final class Text {

  /** Strings are ordered by their UTF-8 bytes everywhere. */
  static final Comparator<String> BY_UTF8 =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private static final int MAX_CODE_POINTS = 128;

  private Text() {}

  /** Unicode White_Space only, or nothing at all. */
  static boolean isBlank(String text) {
    return text.codePoints().allMatch(Text::isWhiteSpace);
  }

  /** 1–128 code points, not blank, no control characters, no lone surrogates. */
  static boolean isGood(String text) {
    return !isBlank(text)
        && text.codePointCount(0, text.length()) <= MAX_CODE_POINTS
        && text.codePoints().noneMatch(Text::isControl)
        && text.codePoints().noneMatch(Text::isSurrogate);
  }

  /** The property White_Space of the Unicode Character Database. */
  private static boolean isWhiteSpace(int c) {
    return (c >= 0x09 && c <= 0x0D)
        || c == 0x20
        || c == 0x85
        || c == 0xA0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }

  private static boolean isControl(int c) {
    return c <= 0x1F || (c >= 0x7F && c <= 0x9F);
  }

  private static boolean isSurrogate(int c) {
    return c >= 0xD800 && c <= 0xDFFF;
  }
}
