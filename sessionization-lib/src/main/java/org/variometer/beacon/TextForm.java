package org.variometer.beacon;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.variometer.json.Bytes;
import org.variometer.json.JsonText;
import org.variometer.json.Utf8;

/** What an id or name looks like by the rule for strings of spec §1. */
public enum TextForm {
  /** 1–128 code points, not blank, no control characters, no lone surrogates. */
  GOOD,
  /** Empty, or of Unicode White_Space alone: counts as not there. */
  BLANK,
  /** Anything else. */
  BAD;

  private static final int MAX_CODE_POINTS = 128;

  /** The form of a name that comes from elsewhere than a beacon. */
  public static TextForm of(String name) {
    byte[] utf8 = name.getBytes(UTF_8);
    if (!new String(utf8, UTF_8).equals(name)) {
      return BAD;
    }
    return of(utf8, 0, utf8.length);
  }

  static TextForm of(JsonText text) {
    return text.hasLoneSurrogate() ? BAD : of(text.bytes(), text.from(), text.to());
  }

  private static TextForm of(byte[] bytes, int from, int to) {
    if (to - from <= MAX_CODE_POINTS && from < to && Bytes.isGraphicAscii(bytes, from, to)) {
      return GOOD;
    }
    boolean blank = true;
    boolean control = false;
    int codePoints = 0;
    for (int p = from; p < to; ) {
      int length = Utf8.sequenceLength(bytes, p, to);
      int codePoint = Utf8.codePoint(bytes, p, length);
      blank &= isWhiteSpace(codePoint);
      control |= Character.getType(codePoint) == Character.CONTROL;
      codePoints++;
      p += length;
    }
    if (blank) {
      return BLANK;
    }
    return control || codePoints > MAX_CODE_POINTS ? BAD : GOOD;
  }

  /** The Unicode property White_Space, which no method of the JDK's Character is. */
  private static boolean isWhiteSpace(int codePoint) {
    return (codePoint >= 0x09 && codePoint <= 0x0D)
        || codePoint == 0x20
        || codePoint == 0x85
        || codePoint == 0xA0
        || codePoint == 0x1680
        || (codePoint >= 0x2000 && codePoint <= 0x200A)
        || codePoint == 0x2028
        || codePoint == 0x2029
        || codePoint == 0x202F
        || codePoint == 0x205F
        || codePoint == 0x3000;
  }
}
