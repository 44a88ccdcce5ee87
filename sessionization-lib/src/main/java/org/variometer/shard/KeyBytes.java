package org.variometer.shard;

import org.variometer.beacon.SessionKey;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** A session's key as bytes; their {@link ByteWriter#hash} chooses the shard. */
final class KeyBytes {
  private KeyBytes() {}

  static void write(SessionKey key, ByteWriter out) {
    out.writeText(key.site());
    out.writeId(key.sessionId());
  }

  static SessionKey key(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    return new SessionKey(in.readText(), in.readId());
  }
}
