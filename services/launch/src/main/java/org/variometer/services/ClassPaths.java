package org.variometer.services;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Finds the class paths of the services, which the build copies together. */
final class ClassPaths {
  /** System property: the root of the repository. */
  static final String HOME = "variometer.home";

  private ClassPaths() {}

  /** The class path of a module of {@code services/}, with {@link ChildMain}. */
  static String of(String module) throws ServiceException {
    Path target = home().resolve("services").resolve(module).resolve("target");
    Path list = target.resolve("classpath");
    try {
      String jars =
          Arrays.stream(Files.readString(list).strip().split(File.pathSeparator))
              .map(jar -> target.resolve(jar).toString())
              .collect(Collectors.joining(File.pathSeparator));
      return jars + File.pathSeparator + ownClasses();
    } catch (NoSuchFileException e) {
      throw new ServiceException(
          list
              + " is missing; build it in the root of the repository with ./mvnw -Pcassandra -pl services/"
              + module
              + " -am process-resources",
          e);
    } catch (IOException e) {
      throw new ServiceException(list + " can't be read: " + e.getMessage(), e);
    }
  }

  /** The root of the repository. */
  static Path home() throws ServiceException {
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
