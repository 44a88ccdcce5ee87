package org.variometer.series;

import java.util.Optional;
import org.variometer.metric.Granularity;

/** The values of the tag {@code granularity}, in the order of their bytes. */
public enum Resolution {
  /** A UTC day. */
  DAY(Granularity.DAY.tag(), Granularity.DAY.millis()),
  /** A clock hour. */
  HOUR(Granularity.HOUR.tag(), Granularity.HOUR.millis()),
  /** A minute. */
  MINUTE(Granularity.MINUTE.tag(), Granularity.MINUTE.millis()),
  /** A window that ends at the minute. */
  ROLLING("rolling", Granularity.MINUTE.millis());

  private final String tag;
  private final long millis;

  Resolution(String tag, long millis) {
    this.tag = tag;
    this.millis = millis;
  }

  /** The tag's value. */
  public String tag() {
    return tag;
  }

  /** How far points of a series are apart, ms. */
  public long millis() {
    return millis;
  }

  /** The resolution of a bucket's width. */
  public static Resolution of(Granularity granularity) {
    return switch (granularity) {
      case DAY -> DAY;
      case HOUR -> HOUR;
      case MINUTE -> MINUTE;
    };
  }

  /** The resolution with this tag, if there is one. */
  public static Optional<Resolution> ofTag(String tag) {
    for (Resolution resolution : values()) {
      if (resolution.tag.equals(tag)) {
        return Optional.of(resolution);
      }
    }
    return Optional.empty();
  }
}
