package org.variometer.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java platform has. */
public final class Sha256 {
  private final MessageDigest digest;

  /** The digest of nothing yet. */
  public Sha256() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds bytes; gives this. */
  public Sha256 add(byte... bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds a text's bytes in UTF-8; gives this. */
  public Sha256 add(String text) {
    return add(text.getBytes(UTF_8));
  }

  /** All 64 hexadecimal digits; then it is that of nothing again. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The first hexadecimal digits; then it is that of nothing again. */
  public String hex(int digits) {
    return hex().substring(0, digits);
  }
}
