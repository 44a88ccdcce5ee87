package org.variometer.stream.snapshot;

import java.io.Serializable;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * Where one key's state is.
 *
 * @param key the key
 * @param file the name of the file, in the snapshot's folder
 * @param offset its first byte there
 * @param length its bytes
 * @param crc32c their CRC-32C
 */
public record Blob(int key, String file, long offset, int length, long crc32c)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** In bytes, as tasks give it to the driver. */
  byte[] toBytes() {
    ByteWriter out = new ByteWriter(64);
    out.writeUnsigned(key);
    out.writeText(file);
    out.writeUnsigned(offset);
    out.writeUnsigned(length);
    out.writeUnsigned(crc32c);
    return out.toByteArray();
  }

  /** What {@link #toBytes} gave. */
  static Blob of(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    return new Blob(
        in.readInt(), in.readText(), in.readUnsigned(), in.readInt(), in.readUnsigned());
  }
}
