package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.variometer.beacon.Beacon;

/** Tells one state of the code and the configuration from any other (spec §7). */
final class Digest {
  private static final int HEX_DIGITS = 16;

  private Digest() {}

  /** The digest of the library, this app and a configuration's text. */
  static String of(String configuration) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Class<?> part : List.of(Beacon.class, Digest.class)) {
        addCode(digest, part.getProtectionDomain().getCodeSource().getLocation().toURI());
      }
      digest.update(configuration.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
    } catch (NoSuchAlgorithmException | URISyntaxException | IOException e) {
      throw new IllegalStateException("the code's own classes can't be read", e);
    }
  }

  private static void addCode(MessageDigest digest, URI location) throws IOException {
    Path path = Path.of(location);
    if (Files.isDirectory(path)) {
      addClasses(digest, path);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(path, Map.of())) {
        addClasses(digest, jar.getPath("/"));
      }
    }
  }

  private static void addClasses(MessageDigest digest, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".class"))
          .sorted()
          .forEach(file -> add(digest, root, file));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void add(MessageDigest digest, Path root, Path file) {
    digest.update(root.relativize(file).toString().getBytes(UTF_8));
    try (InputStream in = Files.newInputStream(file)) {
      digest.update(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
