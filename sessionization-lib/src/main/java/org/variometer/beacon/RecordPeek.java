package org.variometer.beacon;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.variometer.json.JsonCursor;
import org.variometer.json.JsonText;

/**
 * What whoever writes a record into the log has to know of it, without judging it: its key and its
 * arrival. A record with this arrival gets from {@link BeaconDecoder#decode} what its line gets
 * from {@link BeaconDecoder#decodeLine}. Takes any bytes, of any length. Reusable, for one thread.
 */
public final class RecordPeek {
  private static final int SESSION_ID = 0;
  private static final int TIMESTAMP = 1;
  private static final int RECEIVED_AT = 2;

  private final JsonCursor cursor = new JsonCursor(BeaconDecoder.MAX_DEPTH);
  private final ObjectFields fields = new ObjectFields("sessionId", "timestamp", "receivedAt");
  private boolean readable;

  /** Looks at the record from {@code from} (inclusive) to {@code to} (exclusive). */
  public void look(byte[] bytes, int from, int to) {
    cursor.reset(bytes, from, to);
    readable = fields.read(cursor, bytes) && cursor.atEnd();
  }

  /** The session id in UTF-8, which is the record's key; empty if it has none that is allowed. */
  public Optional<byte[]> key() {
    if (!readable || fields.readText(SESSION_ID) != TextForm.GOOD) {
      return Optional.empty();
    }
    JsonText id = fields.text();
    return Optional.of(Arrays.copyOfRange(id.bytes(), id.from(), id.to()));
  }

  /**
   * {@code receivedAt}, without it {@code timestamp}, ms since the epoch; empty if neither can be
   * read: the record is rejected then, whatever its arrival.
   */
  public OptionalLong arrival() {
    for (int field : new int[] {RECEIVED_AT, TIMESTAMP}) {
      if (readable && BeaconDecoder.isInstant(fields.integer(field))) {
        return OptionalLong.of(fields.integer(field));
      }
    }
    return OptionalLong.empty();
  }
}
