package org.variometer.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.cli.Main;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.control.Regions;

/** {@code cluster up} itself, as somebody tries it: a switch, Ctrl-C, and up again. */
@Tag("campaign")
@Timeout(1800)
class UpCommandTest {
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final long LOOK_MILLIS = 500;

  /** A region that is as near to the present as that misses nothing that has come. */
  private static final Duration PRESENT = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void aRegionTakesOverByDefaultLimitsAndAfterCtrlCAllIsGoneAndComesUpAgain() throws Exception {
    Path data = folder.resolve("data");
    try (Up up = new Up(data)) {
      up.awaitBanner();
      assertThat(refused(data)).contains("a cluster runs in " + data + " already");
      String configuration = up.configuration("region-b");
      VariometerConfig config =
          VariometerConfig.from(
              VariometerConfig.load(Optional.of(Path.of(configuration).toFile()), Map.of()));
      try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
        Regions regions = new Regions(client, config.stream().consumer(), config.kafka().beacons());
        up.await("both regions at the present", () -> present(regions) == 2);
        assertThat(regions.writer().orElseThrow().region()).isEqualTo("region-a");
        assertThat(failover(configuration)).contains("region region-b took over");
        assertThat(regions.writer().orElseThrow().region()).isEqualTo("region-b");
      }
      up.stopByCtrlC();
    }
    try (Up up = new Up(data)) {
      up.awaitBanner();
      VariometerConfig config =
          VariometerConfig.from(
              VariometerConfig.load(
                  Optional.of(Path.of(up.configuration("region-a")).toFile()), Map.of()));
      try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
        Regions regions = new Regions(client, config.stream().consumer(), config.kafka().beacons());
        up.await("both regions at the present again", () -> present(regions) == 2);
        assertThat(regions.writer().orElseThrow().region()).isEqualTo("region-b");
      }
      up.stopByCtrlC();
    }
  }

  /** How many regions have read all that has arrived but for the last seconds. */
  private static long present(Regions regions) throws Exception {
    long least = Instant.now().minus(PRESENT).toEpochMilli();
    return regions.all().stream()
        .filter(region -> region.passed().isPresent() && region.passed().getAsLong() >= least)
        .count();
  }

  /** What the same command says while a cluster runs there. */
  private static String refused(Path data) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    PrintStream taken = new PrintStream(errors, true, UTF_8);
    assertThat(ClusterCommand.execute(Up.options(data), taken, taken)).isEqualTo(1);
    return errors.toString(UTF_8);
  }

  private static String failover(String configuration) throws Exception {
    Process process =
        java(Main.class, "failover", "--config", configuration, "--to", "region-b").start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static ProcessBuilder java(Class<?> main, String... arguments) {
    Path home = Path.of(System.getProperty("variometer.home")).toAbsolutePath();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("deploy/conf/java-17.options"),
                "-Xmx512m",
                "-Dvariometer.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /** The command in a process of its own. */
  private static final class Up implements AutoCloseable {
    private final Instant begun = Instant.now();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Process process;
    private final Thread reader;

    Up(Path data) throws IOException {
      process = java(ClusterCommand.class, options(data)).start();
      reader = new Thread(this::read, "reads what the cluster says");
      reader.setDaemon(true);
      reader.start();
    }

    static String[] options(Path data) {
      return new String[] {
        "up",
        "--data",
        data.toString(),
        "--rate",
        "20",
        "--zookeeper-port",
        "0",
        "--kafka-port",
        "0",
        "--kairosdb-port",
        "0"
      };
    }

    private void read() {
      try (BufferedReader output = process.inputReader(UTF_8)) {
        output.lines().forEach(said::add);
      } catch (IOException | UncheckedIOException e) {
        said.add("no more can be read: " + e);
      }
    }

    void await(String what, Callable<Boolean> condition) throws Exception {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!condition.call()) {
        assertThat(System.nanoTime()).as("%s; %s", what, said).isLessThan(end);
        assertThat(process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS))
            .as("its end while waiting for %s; %s", what, said)
            .isFalse();
      }
      System.out.println(what + " after " + Duration.between(begun, Instant.now()));
    }

    void awaitBanner() throws Exception {
      await("up", () -> said.stream().anyMatch(line -> line.contains("Ctrl-C stops everything")));
    }

    /** The file that the banner names. */
    String configuration(String region) {
      return said.stream()
          .filter(line -> line.contains(region + "   Kafka"))
          .map(line -> line.replaceFirst(".*configuration ", ""))
          .findFirst()
          .orElseThrow();
    }

    /** It ends with 0, and so does all that it has started. */
    void stopByCtrlC() throws Exception {
      List<ProcessHandle> started = process.descendants().toList();
      assertThat(started).hasSizeGreaterThan(10);
      Instant asked = Instant.now();
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(Cluster.TO_STOP.toSeconds(), TimeUnit.SECONDS))
          .as("%s", said)
          .isTrue();
      System.out.println("gone after " + Duration.between(asked, Instant.now()));
      reader.join();
      assertThat(process.exitValue()).as("%s", said).isZero();
      assertThat(started).noneMatch(ProcessHandle::isAlive);
      // What takes long may be told; a stream that only begins is started by nobody once more.
      assertThat(said).noneMatch(line -> line.contains("is started again"));
      assertThat(said.get(said.size() - 1)).isEqualTo("variometer: stopped");
    }

    @Override
    public void close() {
      List<ProcessHandle> left = process.descendants().toList();
      process.destroyForcibly();
      left.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
