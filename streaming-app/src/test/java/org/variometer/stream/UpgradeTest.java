package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.config.VariometerConfig;
import org.variometer.files.PublishedFile;
import org.variometer.local.MetricsReport;

/**
 * Snapshots that earlier releases took are gone on from, and end with the numbers of a stream that
 * never stopped (spec §7).
 */
class UpgradeTest {
  /** The records that are in them, of {@link #log}. */
  private static final int TAKEN = 250;

  private static final String NAME = "1700000000000-00000000";

  @ParameterizedTest
  @CsvSource({"version-1, false", "version-2, true", "version-3, true", "version-4, true"})
  void whatAnEarlierReleaseTookIsGoneOnFrom(String version, boolean knowsSince) throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    Config config = config(world);
    GeneratedLog log = log();
    world.send(log.records());
    place(fixture(version), world, config, said -> {});
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes().get(1)).startsWith("going on from the snapshot of ");
      MicroBatch last = run.awaitCaughtUp();
      run.run().stop();
      assertThat(run.batches().get(0).batch().intake().read())
          .isLessThanOrEqualTo(log.records().size() - TAKEN);
      MetricsReport expected = log.asStream(config, world.directory());
      assertThat(last.accounting().toJson()).isEqualTo(expected.accounting().toJson());
      assertThat(world.exported(config, "upgrade."))
          .containsExactlyInAnyOrderElementsOf(GeneratedLog.rows(expected));
      // Whoever did not keep it can't be asked, and a later instant would be a wrong one.
      assertThat(last.sum().intake().since())
          .isEqualTo(
              knowsSince ? OptionalLong.of(log.records().get(0).arrival()) : OptionalLong.empty());
    }
  }

  @Test
  void whatALaterReleaseTookIsPassedOver() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    Config config = config(world);
    GeneratedLog log = log();
    world.send(log.records());
    Path snapshot =
        place(
            fixture("version-2"),
            world,
            config,
            said -> setVersion(world.snapshotsOfStream().resolve(NAME), said, 4));
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes().get(1))
          .startsWith("snapshot ")
          .contains("has version 4, this release reads versions up to 3")
          .endsWith("passed over");
      assertThat(run.notes().get(2)).startsWith("beginning with the earliest records");
      assertThat(run.awaitAll().sum().intake().read()).isEqualTo(log.records().size());
    }
    assertThat(snapshot).as("kept for who can read it").exists();
  }

  /** Takes one with this release: {@code -Dvariometer.fixture=version-5}, into the resources. */
  @Test
  @EnabledIfSystemProperty(named = "variometer.fixture", matches = ".+")
  void takenForLaterReleases() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    world.send(log().records().subList(0, TAKEN));
    try (ObservedRun run = new ObservedRun(config(world), false)) {
      run.awaitAll();
      run.run().stop();
    }
    Path fixture =
        Files.createDirectories(
            Path.of("src/test/resources/snapshots", System.getProperty("variometer.fixture")));
    try (Stream<Path> snapshots = Files.list(world.snapshotsOfStream())) {
      copy(snapshots.findFirst().orElseThrow(), fixture);
    }
    assertThat(fixture.resolve("snapshot.json")).exists();
  }

  private static GeneratedLog log() throws IOException {
    return GeneratedLog.of(31, 500, "upgrade");
  }

  private static Config config(StreamWorld world) {
    return world.config(
        Optional.empty(), Map.of(GeneratedLog.MAX_BEACONS_KEY, GeneratedLog.maxBeacons()));
  }

  private static Path fixture(String version) throws IOException {
    try {
      return Path.of(UpgradeTest.class.getResource("/snapshots/" + version).toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** Lets a snapshot be one of this world's stream, and its description say more. */
  private static Path place(
      Path from, StreamWorld world, Config config, Consumer<ObjectNode> change) throws Exception {
    Path snapshot = Files.createDirectories(world.snapshotsOfStream().resolve(NAME));
    copy(from, snapshot);
    PublishedFile description =
        new PublishedFile(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(snapshot.resolve("snapshot.json").toUri()));
    ObjectMapper json = new ObjectMapper();
    ObjectNode said = (ObjectNode) json.readTree(description.read().orElseThrow());
    said.put("topic", new BeaconTopic(VariometerConfig.from(config).kafka()).id());
    change.accept(said);
    description.remove();
    description.publish(json.writeValueAsBytes(said));
    return snapshot;
  }

  /** Lets the first part of the meters be of another version. */
  private static void setVersion(Path snapshot, ObjectNode said, int version) {
    ObjectNode meter = (ObjectNode) said.get("state_of_meters").get(0);
    try {
      Path file = snapshot.resolve(meter.get("file").asText());
      byte[] states = Files.readAllBytes(file);
      int offset = meter.get("offset").asInt();
      states[offset] = (byte) version;
      Files.write(file, states);
      CRC32C checksum = new CRC32C();
      checksum.update(states, offset, meter.get("length").asInt());
      meter.put("crc32c", checksum.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All but what a local file system keeps beside files. */
  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(from)) {
      files = found.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
    for (Path file : files) {
      Files.copy(file, to.resolve(file.getFileName().toString()));
    }
  }
}
