package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * Which topic the committed offsets are of: another one can have the same name.
 *
 * @param id Kafka's id of it
 * @param followsAnother whether the stream has read an earlier one of this name. Then the beginning
 *     of this one is not the beginning of all
 */
record ReadTopic(String id, boolean followsAnother) {
  private static final String FOLLOWS = " follows another";

  /** Reads what {@link #bytes} gave. */
  static Optional<ReadTopic> of(Optional<byte[]> bytes) {
    return bytes
        .map(read -> new String(read, UTF_8))
        .map(
            text ->
                text.endsWith(FOLLOWS)
                    ? new ReadTopic(text.substring(0, text.length() - FOLLOWS.length()), true)
                    : new ReadTopic(text, false));
  }

  byte[] bytes() {
    return (followsAnother ? id + FOLLOWS : id).getBytes(UTF_8);
  }
}
