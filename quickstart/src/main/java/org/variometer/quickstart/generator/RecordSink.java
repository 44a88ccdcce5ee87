package org.variometer.quickstart.generator;

import java.io.IOException;

/** Takes the records, in order of arrival. It may block: nobody else waits. */
@FunctionalInterface
public interface RecordSink {
  /**
   * Takes one record.
   *
   * @param arrival its timestamp, ms since epoch, never less than the one before
   * @param sessionId its key; empty where a producer could not tell
   * @param buffer holds the record's bytes, without line feed, and is used again after the return
   * @param offset of the first byte
   * @param length number of bytes, ≥ 1
   */
  void accept(long arrival, String sessionId, byte[] buffer, int offset, int length)
      throws IOException;
}
