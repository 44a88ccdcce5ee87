package org.variometer.beacon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.variometer.json.Bytes;

/**
 * Gives one String for each of the names that come again and again (sites, experiments, variants),
 * so that they cost no garbage and compare by identity first. Of bounded size; what it forgets only
 * costs time. For one thread.
 */
public final class NameCache {
  private static final int SLOTS = 1024;

  private final byte[][] keys = new byte[SLOTS][];
  private final String[] names = new String[SLOTS];

  /** The String of these UTF-8 bytes. */
  public String get(byte[] bytes, int from, int to) {
    int slot = Bytes.hash(bytes, from, to) & (SLOTS - 1);
    byte[] key = keys[slot];
    if (key == null || !Arrays.equals(key, 0, key.length, bytes, from, to)) {
      keys[slot] = Arrays.copyOfRange(bytes, from, to);
      names[slot] = new String(bytes, from, to - from, UTF_8);
    }
    return names[slot];
  }
}
