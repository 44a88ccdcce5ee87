package org.variometer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** What the build has made, and where. */
final class Built {
  private static final Path ROOT = Path.of(System.getProperty("variometer.home")).toAbsolutePath();

  private Built() {}

  /** A file of the repository. */
  static Path source(String path) {
    return there(ROOT.resolve(path));
  }

  /** The SPARK_HOME. */
  static Path sparkHome() {
    return there(ROOT.resolve("deploy/spark/target/spark"));
  }

  /** The jars of that. */
  static List<Path> jarsOfSpark() throws IOException {
    try (Stream<Path> jars = Files.list(there(sparkHome().resolve("jars")))) {
      return jars.sorted().toList();
    }
  }

  /** What it has in {@code spark-defaults.conf}. */
  static Properties sparkDefaults() throws IOException {
    Properties defaults = new Properties();
    try (Reader in =
        Files.newBufferedReader(there(sparkHome().resolve("conf/spark-defaults.conf")))) {
      defaults.load(in);
    }
    return defaults;
  }

  /** The application jar. */
  static Path appJar() {
    return there(ROOT.resolve("deploy/app/target/variometer.jar"));
  }

  private static Path there(Path path) {
    assertThat(path).as("what ./mvnw -pl deploy/app -am package makes").exists();
    return path;
  }
}
