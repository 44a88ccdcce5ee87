package org.variometer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A command line in a process of its own, which can be stopped as a person would. */
record Child(Process process) implements AutoCloseable {

  /** Starts it; standard error goes where standard output goes. */
  static Child of(Object... args) throws IOException {
    return of(List.of(), args);
  }

  /** Starts it with more options of the JVM. */
  static Child of(List<String> options, Object... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dvariometer.home=" + System.getProperty("variometer.home"),
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(options);
    command.add(Main.class.getName());
    Arrays.stream(args).map(Object::toString).forEach(command::add);
    return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Starts it as the launcher starts what runs Spark. */
  static Child onSpark(Object... args) throws IOException {
    Path home = Path.of(System.getProperty("variometer.home"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("deploy/conf/java-17.options"),
                "-Dvariometer.home=" + home,
                // Not the tests' own, which lies before it on the class path.
                "-Dlog4j2.configurationFile=classpath:log4j2.properties",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                Main.class.getName()));
    Arrays.stream(args).map(Object::toString).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return new Child(builder.start());
  }

  /** Ctrl-C. */
  void interrupt() throws IOException, InterruptedException {
    signal("INT");
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
