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
 * @param bytes the file's length
 * @param crc32c of these bytes: not every store finds out by itself that they have changed
 */
record LandedFile(String path, Integer partition, long records, long bytes, long crc32c) {
  /** The same file, of which so many records can be read. */
  LandedFile withRecords(long readable) {
    return new LandedFile(path, partition, readable, bytes, crc32c);
  }

  /** As bytes that travel as they are. */
  byte[] toBytes() {
    ByteWriter out = new ByteWriter(path.length() + 16);
    out.writeText(path);
    out.writeSigned(partition == null ? -1 : partition);
    out.writeUnsigned(records);
    out.writeUnsigned(bytes);
    out.writeUnsigned(crc32c);
    return out.toByteArray();
  }

  /** What {@link #toBytes} wrote. */
  static LandedFile ofBytes(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    String path = in.readText();
    int partition = (int) in.readSigned();
    return new LandedFile(
        path,
        partition < 0 ? null : partition,
        in.readUnsigned(),
        in.readUnsigned(),
        in.readUnsigned());
  }
}
