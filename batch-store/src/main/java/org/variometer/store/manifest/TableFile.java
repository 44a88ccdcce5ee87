package org.variometer.store.manifest;

import java.io.Serializable;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * A file of a table.
 *
 * @param table the table's name
 * @param partition the value of the table's partition column, empty if it has none
 * @param bucket which part of the keys it has
 * @param level 0 if a slot wrote it, one more than the files that were merged into it else
 * @param path where it is, below the batch's directory
 * @param rows how many rows it has, {@link #UNKNOWN_ROWS} if that was not noted
 * @param latestArrival the latest arrival that its rows know of, ms since the epoch; {@link
 *     #NO_ARRIVAL} if they know of none
 */
public record TableFile(
    String table,
    String partition,
    int bucket,
    int level,
    String path,
    long rows,
    long latestArrival)
    implements Serializable {
  /** Of files that were found, not listed. */
  public static final long UNKNOWN_ROWS = -1;

  /** Before all arrivals. */
  public static final long NO_ARRIVAL = Long.MIN_VALUE;

  private static final long serialVersionUID = 1L;

  /** The slot whose run wrote it, as {@link org.variometer.slot.Slot#folder} has it. */
  public String slotFolder() {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.substring(0, name.indexOf('-'));
  }

  /** Whether a run wrote it. */
  public boolean isOf(String run) {
    return path.substring(path.lastIndexOf('/') + 1).startsWith(run + "-");
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeText(table);
    out.writeText(partition);
    out.writeUnsigned(bucket);
    out.writeUnsigned(level);
    out.writeText(path);
    out.writeSigned(rows);
    out.writeSigned(latestArrival);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static TableFile readFrom(ByteReader in) {
    return new TableFile(
        in.readText(),
        in.readText(),
        in.readInt(),
        in.readInt(),
        in.readText(),
        in.readSigned(),
        in.readSigned());
  }
}
