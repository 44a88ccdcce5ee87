package org.variometer.stream;

import java.io.IOException;
import org.variometer.beacon.Beacon;
import org.variometer.codec.Sha256;
import org.variometer.config.CodeDigest;

/** Tells one state of the code and the configuration from any other (spec §7). */
final class Digest {
  private static final int HEX_DIGITS = 16;

  private Digest() {}

  /** The digest of the library, this app and a configuration's text. */
  static String of(String configuration) {
    try {
      String code = CodeDigest.of(Beacon.class, Digest.class);
      return new Sha256().add(code).add(configuration).hex(HEX_DIGITS);
    } catch (IOException e) {
      throw new IllegalStateException("the code's own classes can't be read", e);
    }
  }
}
