package org.variometer.shard;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.log.PartitionReport;

/**
 * What one task read for one shard: its sessions' records as bytes that travel as they are.
 *
 * @param report how far the task read
 * @param intake what the task read in all; said in one of its packets alone
 * @param records the records as {@link RecordWriter} writes them; empty if there are none
 */
public record Packet(PartitionReport report, Intake intake, byte[] records) {

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    report.writeTo(out);
    intake.writeTo(out);
    out.writeBlock(records);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static Packet readFrom(ByteReader in) {
    return new Packet(PartitionReport.readFrom(in), Intake.readFrom(in), in.readBlock());
  }
}
