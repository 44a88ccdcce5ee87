package org.variometer.codec;

/** The forms of ids that fit 16 bytes and read back the same. */
public final class IdForm {
  private static final int UUID_LENGTH = 36;
  private static final int HASH_LENGTH = 32;
  private static final boolean[] HEX = new boolean[128];

  static {
    for (char digit : "0123456789abcdef".toCharArray()) {
      HEX[digit] = true;
    }
  }

  private IdForm() {}

  /** Whether this is a UUID in small hex digits. */
  public static boolean isUuid(String id) {
    if (id.length() != UUID_LENGTH) {
      return false;
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? id.charAt(i) != '-' : !isHex(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether these are the 32 small hex digits of a 128-bit hash. */
  public static boolean isHash(String id) {
    if (id.length() != HASH_LENGTH) {
      return false;
    }
    for (int i = 0; i < HASH_LENGTH; i++) {
      if (!isHex(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char c) {
    return c < HEX.length && HEX[c];
  }
}
