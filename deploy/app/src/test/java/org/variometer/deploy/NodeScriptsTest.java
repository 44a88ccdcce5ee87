package org.variometer.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What scripts take from the node that they run on, without a cluster. */
@Timeout(60)
class NodeScriptsTest {
  @TempDir private Path directory;

  @Test
  void whereANodeIsDeployedItsSettingsCountByHandToo() throws Exception {
    Path deployed = Files.createDirectory(directory.resolve("etc"));
    String asked = "$SPARK_CONF_DIR $SPARK_MASTER_PORT $(umask)";
    Files.createDirectories(directory.resolve("home/conf"));
    Files.writeString(directory.resolve("home/conf/node.env"), "SPARK_MASTER_PORT=1\n");
    assertThat(said(deployed, asked)).isEqualTo(directory + "/home/conf 1 0077");
    // Without an end of its last line.
    Files.writeString(deployed.resolve("node.env"), "# a remark\nSPARK_MASTER_PORT=2");
    assertThat(said(deployed, asked)).isEqualTo(deployed + " 2 0077");
  }

  /** As that of a cluster on a machine on which another node is deployed. */
  @Test
  void whereAFileOfSettingsIsNamedItSaysAlsoWhereThoseOfSparkAre() throws Exception {
    Path deployed = Files.createDirectory(directory.resolve("etc"));
    Files.createDirectories(directory.resolve("home/conf"));
    Files.writeString(deployed.resolve("node.env"), "SPARK_MASTER_PORT=2\n");
    Path named = directory.resolve("named.env");
    Files.writeString(named, "SPARK_MASTER_PORT=3\nSPARK_CONF_DIR=/of/the/cluster\n");
    String asked = "$SPARK_CONF_DIR $SPARK_MASTER_PORT";
    Map<String, String> naming = Map.of("VARIOMETER_NODE", named.toString());
    assertThat(said(deployed, naming, asked)).isEqualTo("/of/the/cluster 3");
    Files.writeString(named, "SPARK_MASTER_PORT=3\n");
    assertThat(said(deployed, naming, asked)).isEqualTo(deployed + " 3");
    assertThat(said(deployed, Map.of("SPARK_CONF_DIR", deployed.toString()), asked))
        .isEqualTo(deployed + " 2");
    assertThat(
            said(
                deployed,
                Map.of("VARIOMETER_NODE", named.toString(), "SPARK_CONF_DIR", "/of/this/shell"),
                asked))
        .as("the environment goes before the file")
        .isEqualTo("/of/this/shell 3");
  }

  private String said(Path deployed, String words) throws Exception {
    return said(deployed, Map.of(), words);
  }

  /** The scripts' environment as if it were deployed elsewhere than at {@code /etc/variometer}. */
  private String said(Path deployed, Map<String, String> environment, String words)
      throws Exception {
    String text = Files.readString(Built.source("deploy/spark/src/sbin/environment"));
    assertThat(text).contains("=/etc/variometer\n");
    Path script = Files.createDirectories(directory.resolve("home/sbin")).resolve("environment");
    Files.writeString(script, text.replace("=/etc/variometer\n", "=" + deployed + "\n"));
    ProcessBuilder bash =
        new ProcessBuilder(
            "bash", "-euo", "pipefail", "-c", ". " + script + "; echo \"" + words + "\"");
    bash.environment().keySet().removeIf(key -> key.matches("(SPARK|VARIOMETER)_.*"));
    bash.environment().putAll(environment);
    bash.environment().put("JAVA_HOME", System.getProperty("java.home"));
    bash.environment().put("SPARK_MASTER_HOST", "127.0.0.1");
    Process process = bash.redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }

  @Test
  void aProcessThatHasGotTheIdOfADaemonIsNotTheDaemon() throws Exception {
    Process other = process("tail", "-f", "/dev/null");
    // The name of a running master.
    Process master = process("tail", "-f", "/dev/null", "--", "-org.apache.spark.deploy.master.M");
    try (Node node = new Node(directory)) {
      Path pid = Files.createDirectories(directory.resolve("run")).resolve("master.pid");
      Files.writeString(pid, other.pid() + "\n");
      assertThat(node.run("sbin/daemon", "master", "stop").requireDone().err())
          .contains("does not run");
      assertThat(other.isAlive()).isTrue();
      Files.writeString(pid, master.pid() + "\n");
      assertThat(node.run("sbin/daemon", "master", "start").requireDone().err())
          .contains("runs already");
    } finally {
      other.destroyForcibly();
      master.destroyForcibly();
    }
  }

  private static Process process(String... command) throws IOException {
    return new ProcessBuilder(List.of(command)).start();
  }
}
