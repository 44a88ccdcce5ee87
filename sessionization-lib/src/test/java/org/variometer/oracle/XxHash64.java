package org.variometer.oracle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The xxHash of 64 bits with seed 0, from the public algorithm (SPEC §2, a beacon's identity). */
final class XxHash64 {

  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;

  private XxHash64() {}

  /** The hash of the text's UTF-8; to be read as unsigned. */
  static long of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long hash = bytes.length >= 32 ? stripes(in) : PRIME_5;
    hash += bytes.length;
    while (in.remaining() >= 8) {
      hash ^= round(0, in.getLong());
      hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
    }
    if (in.remaining() >= 4) {
      hash ^= (in.getInt() & 0xFFFFFFFFL) * PRIME_1;
      hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
    }
    while (in.remaining() >= 1) {
      hash ^= (in.get() & 0xFFL) * PRIME_5;
      hash = Long.rotateLeft(hash, 11) * PRIME_1;
    }
    return avalanche(hash);
  }

  private static long stripes(ByteBuffer in) {
    long b = PRIME_2;
    long a = b + PRIME_1;
    long c = 0;
    long d = -PRIME_1;
    while (in.remaining() >= 32) {
      a = round(a, in.getLong());
      b = round(b, in.getLong());
      c = round(c, in.getLong());
      d = round(d, in.getLong());
    }
    long hash =
        Long.rotateLeft(a, 1)
            + Long.rotateLeft(b, 7)
            + Long.rotateLeft(c, 12)
            + Long.rotateLeft(d, 18);
    hash = merge(hash, a);
    hash = merge(hash, b);
    hash = merge(hash, c);
    return merge(hash, d);
  }

  private static long round(long accumulator, long lane) {
    return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long accumulator) {
    return (hash ^ round(0, accumulator)) * PRIME_1 + PRIME_4;
  }

  private static long avalanche(long hash) {
    hash = (hash ^ (hash >>> 33)) * PRIME_2;
    hash = (hash ^ (hash >>> 29)) * PRIME_3;
    return hash ^ (hash >>> 32);
  }
}
