package org.variometer.quickstart.generator;

import java.util.UUID;

/** Random UUIDs of version 4 as two longs. */
final class Uuids {
  private Uuids() {}

  static long high(long random) {
    return (random & 0xFFFFFFFFFFFF0FFFL) | 0x4000L;
  }

  static long low(long random) {
    return (random & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
  }

  static String text(Dice dice) {
    return new UUID(high(dice.nextLong()), low(dice.nextLong())).toString();
  }
}
