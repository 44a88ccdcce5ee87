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
 * @param rows how many rows it has
 */
public record TableFile(
    String table, String partition, int bucket, int level, String path, long rows)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeText(table);
    out.writeText(partition);
    out.writeUnsigned(bucket);
    out.writeUnsigned(level);
    out.writeText(path);
    out.writeUnsigned(rows);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static TableFile readFrom(ByteReader in) {
    return new TableFile(
        in.readText(), in.readText(), in.readInt(), in.readInt(), in.readText(), in.readUnsigned());
  }
}
