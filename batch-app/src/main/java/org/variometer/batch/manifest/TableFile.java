package org.variometer.batch.manifest;

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
 */
public record TableFile(
    String table, String partition, int bucket, int level, String path, long rows)
    implements Serializable {
  /** Of files that were found, not listed. */
  public static final long UNKNOWN_ROWS = -1;

  private static final long serialVersionUID = 1L;

  /** The slot whose run wrote it, as {@link org.variometer.slot.Slot#folder} has it. */
  public String slotFolder() {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.substring(0, name.indexOf('-'));
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeText(table);
    out.writeText(partition);
    out.writeUnsigned(bucket);
    out.writeUnsigned(level);
    out.writeText(path);
    out.writeSigned(rows);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static TableFile readFrom(ByteReader in) {
    return new TableFile(
        in.readText(), in.readText(), in.readInt(), in.readInt(), in.readText(), in.readSigned());
  }
}
