package org.variometer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may look at pages: users with their passwords. */
final class PagesUsers {
  private static final String BASIC = "Basic ";
  private static final byte[] NOBODYS = {};

  private final Map<String, byte[]> passwords;

  private PagesUsers(Map<String, byte[]> passwords) {
    this.passwords = Map.copyOf(passwords);
  }

  /**
   * Those of a file: lines {@code user:password}; empty ones and those that begin with # are none.
   *
   * @throws IOException if it can't be read, if others can read it too, or if a line is wrong; none
   *     of its passwords is said
   */
  static PagesUsers of(Path file) throws IOException {
    Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(file));
    permissions.remove(PosixFilePermission.OWNER_READ);
    permissions.remove(PosixFilePermission.OWNER_WRITE);
    if (!permissions.isEmpty()) {
      throw new IOException(file + " can be read by others than its owner: chmod 600 " + file);
    }
    Map<String, byte[]> passwords = new HashMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file, UTF_8)) {
      number++;
      int colon = line.indexOf(':');
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (colon < 1 || colon == line.length() - 1) {
        throw new IOException(file + ", line " + number + ": expected user:password");
      }
      passwords.put(line.substring(0, colon), line.substring(colon + 1).getBytes(UTF_8));
    }
    return new PagesUsers(passwords);
  }

  /**
   * The user of a header {@code Authorization}; empty if it has no right password.
   *
   * @param header null if there is none
   */
  Optional<String> known(String header) {
    if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.empty();
    }
    String pair;
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      pair = new String(decoded, UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String user = pair.substring(0, colon);
    byte[] password = passwords.getOrDefault(user, NOBODYS);
    // In a time that does not say how much of it is right.
    return MessageDigest.isEqual(password, pair.substring(colon + 1).getBytes(UTF_8))
            && password.length > 0
        ? Optional.of(user)
        : Optional.empty();
  }
}
