package org.variometer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * The application jar goes beside Spark's own jars, which are found first: whatever is in both is
 * Spark's, in Spark's version.
 */
class AppJarTest {
  @Test
  void noClassOfItIsInSparksJarsToo() throws IOException {
    Set<String> ours = classes(Built.appJar());
    assertThat(ours)
        .contains(
            "org/variometer/cli/Main.class",
            "org/apache/spark/streaming/kafka010/KafkaUtils.class",
            "org/apache/kafka/clients/consumer/KafkaConsumer.class");
    for (Path jar : Built.jarsOfSpark()) {
      Set<String> both = classes(jar);
      both.retainAll(ours);
      assertThat(both).as("classes of %s", jar.getFileName()).isEmpty();
    }
  }

  @Test
  void whatSparkHasInAnotherVersionIsRelocated() throws IOException {
    Set<String> ours = classes(Built.appJar());
    assertThat(ours)
        .contains(
            "org/variometer/shaded/curator/framework/CuratorFramework.class",
            "org/variometer/shaded/jackson/core/JsonFactory.class")
        .noneMatch(name -> name.startsWith("org/apache/curator/"))
        .noneMatch(name -> name.startsWith("com/fasterxml/"))
        .noneMatch(name -> name.startsWith("com/google/"));
  }

  @Test
  void noClassOfItIsWithoutItsOwner() throws IOException {
    assertThat(classes(Built.appJar()))
        .allMatch(
            name ->
                name.matches(
                    "(org/variometer|org/apache/kafka|org/apache/spark|org/kairosdb|org/jline"
                        + "|com/typesafe/config|net/openhft|picocli|me/tongfei"
                        + "|jakarta/mail|jakarta/activation|org/eclipse/angus)/.*"));
  }

  @Test
  void nothingInItSaysWhenItWasBuilt() throws IOException {
    try (JarFile jar = new JarFile(Built.appJar().toFile())) {
      // project.build.outputTimestamp, in whatever time zone; the others' jars have their own.
      assertThat(
              jar.stream()
                  .filter(entry -> entry.getName().startsWith("org/variometer/"))
                  .map(ZipEntry::getTimeLocal))
          .hasSizeGreaterThan(500)
          .allMatch(time -> time.isBefore(LocalDateTime.of(2026, 1, 2, 0, 0)));
      assertThat(jar.getManifest().getMainAttributes().keySet().toString())
          .doesNotContain("Built-By", "Build-Time", "Build-Date");
    }
  }

  @Test
  void sparkIsOfTheVersionThatOursIsCompiledWith() throws IOException {
    String compiled =
        Path.of(
                org.apache.spark.SparkConf.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath())
            .getFileName()
            .toString();
    assertThat(Built.jarsOfSpark())
        .extracting(jar -> jar.getFileName().toString())
        .contains(compiled);
  }

  static Set<String> classes(Path path) throws IOException {
    Set<String> names = new TreeSet<>();
    try (JarFile jar = new JarFile(path.toFile())) {
      jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.replaceFirst("^META-INF/versions/[0-9]+/", ""))
          .filter(name -> !name.endsWith("module-info.class"))
          .forEach(names::add);
    }
    return names;
  }
}
