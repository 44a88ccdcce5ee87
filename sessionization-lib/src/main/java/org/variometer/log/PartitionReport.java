package org.variometer.log;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * What a micro-batch read of one partition.
 *
 * @param partition the partition's number, from 0
 * @param lastArrival the latest arrival among the records, ms since the epoch; {@link
 *     LogProgress#NOT_BEGUN} if only marks of transactions stood there
 * @param nextOffset the offset behind the last record
 */
public record PartitionReport(int partition, long lastArrival, long nextOffset) {

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(partition);
    out.writeSigned(lastArrival);
    out.writeUnsigned(nextOffset);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PartitionReport readFrom(ByteReader in) {
    return new PartitionReport(in.readInt(), in.readSigned(), in.readUnsigned());
  }
}
