package org.variometer.stream;

import java.io.IOException;
import org.variometer.beacon.Beacon;
import org.variometer.codec.Sha256;
import org.variometer.config.CodeDigest;
import org.variometer.config.Release;

/** Tells one state of the code and the configuration from any other (spec §7). */
final class Digest {
  private static final int HEX_DIGITS = 16;

  private Digest() {}

  /** The release and the digest of its code. */
  static String code() {
    return Release.VERSION + "+" + digest();
  }

  private static String digest() {
    try {
      return CodeDigest.of(Beacon.class, Digest.class);
    } catch (IOException e) {
      throw new IllegalStateException("the code's own classes can't be read", e);
    }
  }

  /** The digest of the library, this app and a configuration's text. */
  static String of(String configuration) {
    return new Sha256().add(digest()).add(configuration).hex(HEX_DIGITS);
  }
}
