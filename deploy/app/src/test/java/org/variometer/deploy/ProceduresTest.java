package org.variometer.deploy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.deploy.Node.Result;
import org.variometer.services.Services;

/** What docs/OPERATIONS.md says of upgrade, rollback and back-fill, command by command. */
class ProceduresTest {
  private static final int BEACONS = 3000;
  private static final int BEFORE = 2000;
  private static final Pattern PUBLISHED = Pattern.compile("slot (\\S+): is published");

  @TempDir private Path directory;

  @Test
  @Tag("campaign")
  void anUpgradeItsRollbackAndABackFillLeaveAllNumbersRight() throws Exception {
    try (Services services = Services.in(directory.resolve("services"));
        Node node = new Node(directory.resolve("node"))) {
      services.start(2);
      Path link = directory.resolve("variometer.jar");
      Path delivered =
          Path.of(System.getProperty("variometer.home"), "deploy/app/target/variometer.jar");
      Files.createSymbolicLink(link, delivered);
      node.set("VARIOMETER_JAR", link.toString());
      node.configure(ClusterTest.configuration(services, directory));
      node.daemon("master", Map.of());
      node.daemon("worker", Map.of());
      node.awaitThat("the worker", () -> node.cluster().contains("\"aliveworkers\" : 1"));
      Path beacons = directory.resolve("beacons.jsonl");
      node.run(
              "bin/variometer",
              "generate",
              "--events",
              Integer.toString(BEACONS),
              "-o",
              beacons.toString())
          .requireDone();
      List<String> lines = Files.readAllLines(beacons, ISO_8859_1);
      ClusterTest.send(node, part("first.jsonl", lines.subList(0, BEFORE)));
      node.run("bin/stream", "submit").requireDone();
      node.awaitThat("the first", () -> ClusterTest.committed(services) == BEFORE);

      maintenance(node, "on");
      stop(node);
      ClusterTest.send(node, part("second.jsonl", lines.subList(BEFORE, lines.size())));
      change(link, another(delivered));
      startAgain(node, 1);
      node.awaitThat("all", () -> ClusterTest.committed(services) == lines.size());
      maintenance(node, "off");
      assertThat(ClusterTest.exported(node))
          .isEqualTo(ClusterTest.computed(node, beacons, "--as-stream"));

      maintenance(node, "on");
      stop(node);
      change(link, delivered);
      startAgain(node, 2);
      maintenance(node, "off");
      assertThat(ClusterTest.exported(node))
          .isEqualTo(ClusterTest.computed(node, beacons, "--as-stream"));
      stop(node);

      Matcher slot = PUBLISHED.matcher(node.run("bin/batch", "--final").requireDone().err());
      assertThat(slot.find()).isTrue();
      assertThat(ClusterTest.exported(node)).isEqualTo(ClusterTest.computed(node, beacons));
      Result backFill = node.run("bin/batch", "--from", slot.group(1)).requireDone();
      assertThat(backFill.err()).contains("slot " + slot.group(1) + ": is published");
      assertThat(ClusterTest.exported(node)).isEqualTo(ClusterTest.computed(node, beacons));
    }
  }

  /** Some lines are no UTF-8: bytes as they are. */
  private Path part(String name, List<String> lines) throws Exception {
    return Files.write(directory.resolve(name), lines, ISO_8859_1);
  }

  private static void maintenance(Node node, String to) throws Exception {
    Result done =
        node.run("bin/variometer", "monitor", "--config", node.conf(), "--maintenance", to)
            .requireDone();
    assertThat(done.out() + done.err()).contains(to.equals("on") ? "since" : "no maintenance");
  }

  private static void stop(Node node) throws Exception {
    node.run("bin/stream", "kill").requireDone();
    assertThat(node.run("bin/stream", "status").exitCode()).isEqualTo(1);
  }

  /** A stream of another release goes on from the snapshot of the one before. */
  private static void startAgain(Node node, int times) throws Exception {
    node.run("bin/stream", "submit").requireDone();
    node.awaitThat(
        "it has caught up", () -> said(node, "caught up with the stream before") == times);
    assertThat(said(node, "going on from the snapshot of")).isEqualTo(times);
  }

  private static int said(Node node, String note) throws Exception {
    return ClusterTest.saidByDrivers(node).split(note, -1).length - 1;
  }

  private static void change(Path link, Path jar) throws Exception {
    Path other = link.resolveSibling("link");
    Files.createSymbolicLink(other, jar);
    Files.move(other, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A release with other code: the same, and a file more. */
  private Path another(Path delivered) throws Exception {
    Path jar = Files.createDirectories(directory.resolve("releases/new")).resolve("variometer.jar");
    try (ZipFile of = new ZipFile(delivered.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (ZipEntry entry : (Iterable<ZipEntry>) of.stream().map(ZipEntry.class::cast)::iterator) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        of.getInputStream(entry).transferTo(to);
      }
      to.putNextEntry(new ZipEntry("org/variometer/beacon/another-release"));
    }
    return jar;
  }
}
