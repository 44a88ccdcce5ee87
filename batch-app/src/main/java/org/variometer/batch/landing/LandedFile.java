package org.variometer.batch.landing;

import java.io.Serializable;

/**
 * A file of records that landed: a SequenceFile of {@code BytesWritable} (the timestamp, 8 bytes,
 * big-endian, then the key) and {@code Text} (the beacon).
 *
 * @param path where it is, below the slot's folder
 * @param partition the partition that its records are from
 * @param records their number
 */
record LandedFile(String path, int partition, long records) implements Serializable {
  private static final long serialVersionUID = 1L;
}
