package org.variometer.metric;

/** The widths of buckets, in the order of their tags' bytes. */
public enum Granularity {
  /** A UTC day. */
  DAY("1d", 86_400_000),
  /** A clock hour. */
  HOUR("1h", 3_600_000),
  /** A minute. */
  MINUTE("1m", 60_000);

  private final String tag;
  private final long millis;

  Granularity(String tag, long millis) {
    this.tag = tag;
    this.millis = millis;
  }

  /** The name in tags and tables. */
  public String tag() {
    return tag;
  }

  /** The width in ms. */
  public long millis() {
    return millis;
  }

  /**
   * The width of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Granularity ofTag(String tag) {
    for (Granularity granularity : values()) {
      if (granularity.tag.equals(tag)) {
        return granularity;
      }
    }
    throw new IllegalArgumentException("no width of buckets: " + tag);
  }
}
