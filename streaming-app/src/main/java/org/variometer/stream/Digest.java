package org.variometer.stream;

import java.io.IOException;
import org.variometer.beacon.Beacon;
import org.variometer.codec.Sha256;
import org.variometer.config.CodeDigest;
import org.variometer.store.manifest.Manifest;

/**
 * Tells one state of the code and the configuration from any other (spec §7).
 *
 * @param code the digest of the library, of what reads the batch's files, and of this app
 * @param whole the same, and of a configuration's text
 */
record Digest(String code, String whole) {
  private static final int HEX_DIGITS = 16;

  /** The digests of this release's code and a configuration's text. */
  static Digest of(String configuration) {
    try {
      String code = CodeDigest.of(Beacon.class, Manifest.class, Digest.class);
      return new Digest(code, new Sha256().add(code).add(configuration).hex(HEX_DIGITS));
    } catch (IOException e) {
      throw new IllegalStateException("the code's own classes can't be read", e);
    }
  }
}
