package org.variometer.shard;

import net.openhft.hashing.LongHashFunction;
import org.variometer.beacon.SessionKey;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** A session's key as bytes, and its hash. */
final class KeyBytes {
  private static final LongHashFunction XX_HASH = LongHashFunction.xx();

  private KeyBytes() {}

  static byte[] of(SessionKey key) {
    ByteWriter out = new ByteWriter(64);
    out.writeText(key.site());
    out.writeText(key.sessionId());
    return out.toByteArray();
  }

  static SessionKey key(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    return new SessionKey(in.readText(), in.readText());
  }

  static long hash(byte[] key) {
    return XX_HASH.hashBytes(key);
  }
}
