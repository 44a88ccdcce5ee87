package org.variometer.services;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the class paths of the services, which the build copies together. */
final class ClassPaths {
  /** System property: the root of the repository. */
  static final String HOME = "variometer.home";

  private ClassPaths() {}

  /** The class path of a module of {@code services/}, with {@link ChildMain}. */
  static String of(String module) throws ServiceException {
    Path lib = home().resolve("services").resolve(module).resolve("target").resolve("lib");
    if (!Files.isDirectory(lib)) {
      throw new ServiceException(
          lib + " is missing; build it with ./mvnw -pl services/" + module + " process-resources");
    }
    try (Stream<Path> files = Files.list(lib)) {
      // Sorted: which of two classes of one name wins must not depend on the file system.
      String jars =
          files
              .map(Path::toString)
              .filter(file -> file.endsWith(".jar"))
              .sorted()
              .collect(Collectors.joining(File.pathSeparator));
      return jars + File.pathSeparator + ownClasses();
    } catch (IOException e) {
      throw new ServiceException(lib + " can't be read: " + e.getMessage(), e);
    }
  }

  private static Path home() throws ServiceException {
    String home = System.getProperty(HOME);
    if (home == null) {
      throw new ServiceException(
          "the class paths of the services are not known; start with ./variometer, or with -D"
              + HOME
              + "= the root of the repository");
    }
    return Path.of(home).toAbsolutePath();
  }

  private static Path ownClasses() {
    try {
      return Path.of(ChildMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
