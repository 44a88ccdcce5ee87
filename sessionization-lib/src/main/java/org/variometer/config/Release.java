package org.variometer.config;

/** Which release this is. */
public final class Release {
  /** The release, as it is shown and noted with what it wrote. */
  public static final String VERSION = "0.1.0";

  private Release() {}

  /**
   * The release and its code, as they are noted with what they keep.
   *
   * @param code the digest that {@link CodeDigest} gives
   */
  public static String with(String code) {
    return VERSION + "+" + code;
  }
}
