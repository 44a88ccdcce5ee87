package org.variometer.batch.landing;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * A file of records that landed: a SequenceFile of {@code BytesWritable} (the timestamp, 8 bytes,
 * big-endian, then the key) and {@code Text} (the beacon).
 *
 * @param path where it is, below the slot's folder
 * @param partition the partition of the log that its records are from, null if they are from a file
 * @param records their number
 */
record LandedFile(String path, Integer partition, long records) {
  /** As bytes that travel as they are. */
  byte[] toBytes() {
    ByteWriter out = new ByteWriter(path.length() + 16);
    out.writeText(path);
    out.writeSigned(partition == null ? -1 : partition);
    out.writeUnsigned(records);
    return out.toByteArray();
  }

  /** What {@link #toBytes} wrote. */
  static LandedFile ofBytes(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    String path = in.readText();
    int partition = (int) in.readSigned();
    return new LandedFile(path, partition < 0 ? null : partition, in.readUnsigned());
  }
}
