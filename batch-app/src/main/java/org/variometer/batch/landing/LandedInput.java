package org.variometer.batch.landing;

/**
 * A file that records landed out of. It is known again by what is in it: a name can be given to
 * other records, and standard input has none.
 *
 * @param name as given on the command line
 * @param records how many records it has
 * @param sha256 of these, each with a line feed behind it, in hexadecimal digits
 */
record LandedInput(String name, long records, String sha256) {

  /** Whether the same records are in another. */
  boolean hasSameRecords(LandedInput other) {
    return records == other.records && sha256.equals(other.sha256);
  }

  @Override
  public String toString() {
    return name + " (" + records + " records)";
  }
}
