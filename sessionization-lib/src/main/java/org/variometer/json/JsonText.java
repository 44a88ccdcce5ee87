package org.variometer.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A JSON string's text as UTF-8 bytes: a view of the source where it has no escapes, a copy where
 * it has. Reusable; what it shows holds until the next {@link #set}.
 */
public final class JsonText {
  private byte[] unescaped = new byte[64];
  private byte[] bytes = unescaped;
  private int from;
  private int to;
  private boolean loneSurrogate;

  /**
   * Takes the string whose text (between the quotes, already checked by {@link JsonCursor}) lies in
   * {@code source} from {@code start} (inclusive) to {@code stop} (exclusive).
   */
  public void set(byte[] source, int start, int stop) {
    loneSurrogate = false;
    if (Bytes.hasBackslash(source, start, stop)) {
      unescape(source, start, stop);
      return;
    }
    bytes = source;
    from = start;
    to = stop;
  }

  /** The array that holds the text. */
  public byte[] bytes() {
    return bytes;
  }

  /** The offset of the text's first byte in {@link #bytes()}. */
  public int from() {
    return from;
  }

  /** The offset behind the text's last byte in {@link #bytes()}. */
  public int to() {
    return to;
  }

  /** The number of bytes. */
  public int length() {
    return to - from;
  }

  /** Whether an escape stood for half a surrogate pair; the bytes show U+FFFD in its place. */
  public boolean hasLoneSurrogate() {
    return loneSurrogate;
  }

  /** Whether the text is {@code other}. */
  public boolean contentEquals(byte[] other) {
    return !loneSurrogate && Arrays.equals(bytes, from, to, other, 0, other.length);
  }

  @Override
  public String toString() {
    return new String(bytes, from, to - from, UTF_8);
  }

  private void unescape(byte[] source, int start, int stop) {
    if (unescaped.length < stop - start) {
      unescaped = new byte[Math.max(stop - start, 2 * unescaped.length)];
    }
    int out = 0;
    int p = start;
    while (p < stop) {
      byte b = source[p];
      if (b != '\\') {
        unescaped[out++] = b;
        p++;
      } else if (source[p + 1] != 'u') {
        unescaped[out++] = simpleEscape(source[p + 1]);
        p += 2;
      } else {
        int codePoint = hex4(source, p + 2);
        p += 6;
        if (codePoint >= 0xD800 && codePoint <= 0xDFFF) {
          int low = codePoint < 0xDC00 ? lowSurrogate(source, p, stop) : 0;
          if (low == 0) {
            loneSurrogate = true;
            codePoint = 0xFFFD;
          } else {
            codePoint = Character.toCodePoint((char) codePoint, (char) low);
            p += 6;
          }
        }
        out = Utf8.write(codePoint, unescaped, out);
      }
    }
    bytes = unescaped;
    from = 0;
    to = out;
  }

  private static byte simpleEscape(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }

  /** The low surrogate escaped at {@code p}, or 0 if there is none. */
  private static int lowSurrogate(byte[] source, int p, int stop) {
    if (stop - p < 6 || source[p] != '\\' || source[p + 1] != 'u') {
      return 0;
    }
    int unit = hex4(source, p + 2);
    return unit >= 0xDC00 && unit <= 0xDFFF ? unit : 0;
  }

  private static int hex4(byte[] source, int p) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = (value << 4) | Character.digit(source[p + i], 16);
    }
    return value;
  }
}
