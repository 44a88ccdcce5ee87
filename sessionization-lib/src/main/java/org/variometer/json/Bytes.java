package org.variometer.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at text eight bytes at a time. Each test sets the top bit of the bytes that it finds; above
 * the first found byte it may set others too, so that only the first is used (Mycroft 1987).
 */
public final class Bytes {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long DELETES = ONES * 0x7F;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private Bytes() {}

  /**
   * The offset of the first byte of a JSON string that is not plain: a quote, a backslash, a
   * control character or a byte beyond ASCII; {@code to} if all are plain.
   */
  static int endOfPlain(byte[] bytes, int from, int to) {
    int p = from;
    while (p + Long.BYTES <= to) {
      long word = (long) WORD.get(bytes, p);
      long found =
          (below(word, 0x20) | zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | word) & TOPS;
      if (found != 0) {
        return p + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      p += Long.BYTES;
    }
    while (p < to && bytes[p] >= 0x20 && bytes[p] != '"' && bytes[p] != '\\') {
      p++;
    }
    return p;
  }

  /** Whether there is a backslash. */
  static boolean hasBackslash(byte[] bytes, int from, int to) {
    int p = from;
    while (p + Long.BYTES <= to) {
      if ((zeros((long) WORD.get(bytes, p) ^ BACKSLASHES) & TOPS) != 0) {
        return true;
      }
      p += Long.BYTES;
    }
    while (p < to) {
      if (bytes[p++] == '\\') {
        return true;
      }
    }
    return false;
  }

  /** Whether all bytes are ASCII letters, digits and signs: from 0x21 to 0x7E. */
  public static boolean isGraphicAscii(byte[] bytes, int from, int to) {
    int p = from;
    while (p + Long.BYTES <= to) {
      long word = (long) WORD.get(bytes, p);
      if (((below(word, 0x21) | zeros(word ^ DELETES) | word) & TOPS) != 0) {
        return false;
      }
      p += Long.BYTES;
    }
    while (p < to) {
      byte b = bytes[p++];
      if (b <= 0x20 || b == 0x7F) {
        return false;
      }
    }
    return true;
  }

  /** A hash whose low bits tell short texts apart; for tables that live within a process. */
  public static int hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    int p = from;
    while (p + Long.BYTES <= to) {
      hash = (hash ^ (long) WORD.get(bytes, p)) * MULTIPLIER;
      hash ^= hash >>> 32;
      p += Long.BYTES;
    }
    while (p < to) {
      hash = (hash ^ bytes[p++]) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }

  /** Marks the bytes that are 0. */
  private static long zeros(long word) {
    return (word - ONES) & ~word;
  }

  /** Marks the ASCII bytes below {@code limit}, at most 0x80. */
  private static long below(long word, int limit) {
    return (word - ONES * limit) & ~word;
  }
}
