package org.variometer.config;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.variometer.codec.Sha256;

/** Tells one state of the code from any other, whatever release it says that it is. */
public final class CodeDigest {
  private static final int HEX_DIGITS = 16;

  /** When and by whom something was packed is no code. */
  private static final String PACKING = "META-INF";

  private CodeDigest() {}

  /**
   * The digest of code: the same for two builds of one source, in folders or in jars.
   *
   * @param parts a class of each folder or jar that counts
   * @return 16 hexadecimal digits
   * @throws IOException if the code can't be read
   */
  public static String of(Class<?>... parts) throws IOException {
    Collection<Path> places = new TreeSet<>();
    for (Class<?> part : parts) {
      CodeSource source = part.getProtectionDomain().getCodeSource();
      if (source == null) {
        throw new IOException("the code of " + part.getName() + " is in no file");
      }
      try {
        places.add(Path.of(source.getLocation().toURI()));
      } catch (URISyntaxException | IllegalArgumentException e) {
        throw new IOException(source.getLocation() + " is no file", e);
      }
    }
    return of(places);
  }

  /** The digest of what is in folders and jars. */
  static String of(Collection<Path> places) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        addFiles(place, files);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
          addFiles(jar.getPath("/"), files);
        }
      }
    }
    Sha256 digest = new Sha256();
    files.forEach((name, content) -> digest.add(name).add(content));
    return digest.hex(HEX_DIGITS);
  }

  private static void addFiles(Path root, Map<String, String> files) throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        Path name = root.relativize(file);
        if (!name.startsWith(PACKING)) {
          files.put(
              name.toString().replace('\\', '/'), new Sha256().add(Files.readAllBytes(file)).hex());
        }
      }
    }
  }
}
