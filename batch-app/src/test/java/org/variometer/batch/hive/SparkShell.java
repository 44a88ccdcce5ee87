package org.variometer.batch.hive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.variometer.services.DeafJvm;

/**
 * The shell that analysts use, started as Spark's script {@code spark-shell} does it. Its class
 * path has Spark, and neither what is built here nor what Spark does not have of what that needs.
 */
final class SparkShell {
  private static final List<String> NOT_SPARKS =
      List.of("/target/", "/net/openhft/", "/com/typesafe/", "/org/kairosdb/");
  private static final Pattern PROMPTS = Pattern.compile("^(scala> *|\\s*\\| +)+");
  private static final int MINUTES = 4;

  private final Path directory;

  /** A shell that runs in this directory. */
  SparkShell(Path directory) {
    this.directory = directory;
  }

  /**
   * Types a program into it.
   *
   * @param options of {@code spark-shell}
   * @return what it printed, line by line, without its prompts
   */
  List<String> run(List<String> options, String program) throws Exception {
    Files.createDirectories(directory);
    Path printed = directory.resolve("printed.txt");
    Path log = directory.resolve("log.txt");
    ProcessBuilder builder =
        DeafJvm.builder(directory, classPath(), arguments(options))
            .redirectOutput(printed.toFile())
            .redirectError(log.toFile());
    builder.environment().put("TERM", "dumb");
    Process process = builder.start();
    try {
      // Its end is the shell's.
      try (Writer in = process.outputWriter(UTF_8)) {
        in.write(program);
      }
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(printed);
    assertThat(process.exitValue()).as("%s %s", lines, Files.readAllLines(log)).isZero();
    return lines.stream().map(line -> PROMPTS.matcher(line).replaceFirst("")).toList();
  }

  private static List<String> arguments(List<String> options) {
    Path home = Path.of(System.getProperty("variometer.home"));
    List<String> arguments = new ArrayList<>();
    arguments.add("@" + home.resolve("deploy/conf/java-17.options"));
    arguments.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx1g", "-Dscala.usejavacp=true"));
    arguments.add("org.apache.spark.deploy.SparkSubmit");
    arguments.addAll(List.of("--class", "org.apache.spark.repl.Main", "--name", "Spark shell"));
    arguments.addAll(List.of("--master", "local[1]", "--conf", "spark.ui.enabled=false"));
    arguments.addAll(options);
    arguments.add("spark-shell");
    return arguments;
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> NOT_SPARKS.stream().noneMatch((entry + "/")::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The jar that a class is in; where it is not in one yet, it is put there. */
  Path jarOf(Class<?> type) throws Exception {
    Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isRegularFile(place)) {
      return place;
    }
    Files.createDirectories(directory);
    Path jar = directory.resolve("classes.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        add(out, place.relativize(file).toString().replace(File.separatorChar, '/'), file);
      }
    }
    return jar;
  }

  private static void add(JarOutputStream out, String name, Path file) throws IOException {
    out.putNextEntry(new JarEntry(name));
    Files.copy(file, out);
    out.closeEntry();
  }
}
