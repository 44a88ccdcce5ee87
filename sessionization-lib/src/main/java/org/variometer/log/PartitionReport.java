package org.variometer.log;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * What a micro-batch read of one partition.
 *
 * @param partition the partition's number, from 0
 * @param lastArrival the latest arrival among the records, ms since the epoch
 */
public record PartitionReport(int partition, long lastArrival) {

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(partition);
    out.writeSigned(lastArrival);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PartitionReport readFrom(ByteReader in) {
    return new PartitionReport(in.readInt(), in.readSigned());
  }
}
