package org.variometer.shard;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.log.PartitionReport;

/**
 * What one task read for one shard: its sessions' records, merged by session and minute of arrival,
 * as bytes that travel as they are.
 *
 * @param report how far the task read
 * @param intake what the task read in all; said in one of its packets alone
 * @param sessions entries one after the other: hash of the key, key, number of minutes, then for
 *     each minute of arrival the minute and the state
 */
public record Packet(PartitionReport report, Intake intake, byte[] sessions) {

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    report.writeTo(out);
    intake.writeTo(out);
    out.writeBlock(sessions);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static Packet readFrom(ByteReader in) {
    return new Packet(PartitionReport.readFrom(in), Intake.readFrom(in), in.readBlock());
  }
}
