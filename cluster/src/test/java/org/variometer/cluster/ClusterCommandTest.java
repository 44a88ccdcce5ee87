package org.variometer.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is said before anything is started. */
class ClusterCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private int run(String... arguments) {
    return ClusterCommand.execute(
        arguments, new PrintStream(out, true, UTF_8), new PrintStream(errors, true, UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rate -1 | --rate: -1; expected a number from 0 to 10000",
        "--kafka-port 65535 | a port is 65536; expected a number from 0 to 65535",
        "--kafka-port 2180 | two are the same",
        "--zookeeper-port 8080 | two are the same"
      })
  void whatCanNotBeIsRefused(String options, String message) {
    String[] words = ("up " + options).split(" ");
    assertThat(run(words)).isEqualTo(2);
    assertThat(errors.toString(UTF_8)).contains(message);
  }

  @Test
  void aConfigurationIsCheckedFirst() throws IOException {
    Path file = folder.resolve("wrong.conf");
    Files.writeString(file, "variometer.stream.shards = many, variometer.no-such-key = 1");
    assertThat(run("up", "--config", file.toString())).isEqualTo(2);
    assertThat(errors.toString(UTF_8)).contains("variometer.stream.shards", "no-such-key");
  }

  @Test
  void aPortThatIsTakenIsNamedWithTheOptionThatChoosesAnother() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(
              run(
                  "up",
                  "--data",
                  folder.resolve("data").toString(),
                  "--zookeeper-port",
                  port,
                  "--kafka-port",
                  "0",
                  "--kairosdb-port",
                  "0"))
          .isEqualTo(1);
      assertThat(errors.toString(UTF_8)).contains(port, "--zookeeper-port");
    }
  }

  @Test
  void aDirectoryInWhichAClusterRunsIsNotTouched() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (DirectoryLock other = DirectoryLock.take(data)) {
      assertThat(other.directory()).isEqualTo(data);
      assertThat(up(data)).isEqualTo(1);
      assertThat(errors.toString(UTF_8))
          .isEqualTo(
              "variometer: a cluster runs in "
                  + data
                  + " already: stop that one with Ctrl-C, or choose another directory with"
                  + " --data\n");
      assertThat(data.toFile().list()).containsExactly("lock");
    }
    DirectoryLock.take(data).close();
  }

  @Test
  void aDirectoryIsFreeAgainWhenItsClusterHasEnded() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                data.toString())
            .start();
    try {
      assertThat(holder.inputReader(UTF_8).readLine()).isEqualTo("taken " + data);
      assertThatThrownBy(() -> DirectoryLock.take(data)).hasMessageContaining("already");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    DirectoryLock.take(data).close();
    assertThat(data.resolve("lock")).exists();
  }

  /** Has a directory until it is killed. */
  public static final class Holder {
    private Holder() {}

    /**
     * Takes it.
     *
     * @param args the directory
     */
    public static void main(String[] args) throws Exception {
      try (DirectoryLock lock = DirectoryLock.take(Path.of(args[0]))) {
        System.out.println("taken " + lock.directory());
        new CountDownLatch(1).await();
      }
    }
  }

  private int up(Path data) {
    return run(
        "up",
        "--data",
        data.toString(),
        "--zookeeper-port",
        "0",
        "--kafka-port",
        "0",
        "--kairosdb-port",
        "0");
  }

  @Test
  void theHelpNamesWhatThereIs() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).contains("up", "Brings up on this machine");
    assertThat(run()).isEqualTo(2);
  }
}
