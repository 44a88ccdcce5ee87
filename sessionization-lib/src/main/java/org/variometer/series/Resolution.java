package org.variometer.series;

import java.util.Optional;
import org.variometer.metric.Granularity;

/** The values of the tag {@code granularity}, in the order of their bytes. */
public enum Resolution {
  /** A UTC day. */
  DAY(Granularity.DAY.tag()),
  /** A clock hour. */
  HOUR(Granularity.HOUR.tag()),
  /** A minute. */
  MINUTE(Granularity.MINUTE.tag()),
  /** A window that ends at the minute. */
  ROLLING("rolling");

  private final String tag;

  Resolution(String tag) {
    this.tag = tag;
  }

  /** The tag's value. */
  public String tag() {
    return tag;
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
