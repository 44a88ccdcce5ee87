package org.variometer.readout;

import java.util.Locale;
import java.util.Optional;

/** A side to which a metric can move. */
public enum Side {
  /** The metric grows. */
  UP,
  /** The metric shrinks. */
  DOWN;

  /** The name in files. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The side of this name, if there is one. */
  public static Optional<Side> ofTag(String tag) {
    for (Side side : values()) {
      if (side.tag().equals(tag)) {
        return Optional.of(side);
      }
    }
    return Optional.empty();
  }
}
