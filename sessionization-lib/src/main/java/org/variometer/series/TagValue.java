package org.variometer.series;

/** Tag values as the database holds them: {@code %} and {@code =} are written by number (§6). */
public final class TagValue {
  private TagValue() {}

  /** The value as it is written. */
  public static String escape(String value) {
    return value.indexOf('%') < 0 && value.indexOf('=') < 0
        ? value
        : value.replace("%", "%25").replace("=", "%3D");
  }

  /** The value as it was before it was written. */
  public static String unescape(String written) {
    return written.indexOf('%') < 0 ? written : written.replace("%3D", "=").replace("%25", "%");
  }
}
