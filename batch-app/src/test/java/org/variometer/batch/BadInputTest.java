package org.variometer.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;
import org.variometer.files.PublishedFile;
import org.variometer.local.BeaconFile;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.rows.StateRow;
import org.variometer.store.table.MergedRows;
import org.variometer.store.table.TableFiles;

/** What can't be right is named, and nothing is published of it (spec §8). */
class BadInputTest {
  private static final Duration LENGTH = Duration.ofMinutes(30);
  private static final Slot FIRST = new Slot(Instant.parse("2024-11-20T10:00:00Z"), LENGTH);

  @TempDir private static Path folder;
  private static final MortalTakeover TAKEOVER = new MortalTakeover();
  private static BatchWorld world;
  private static BatchApp app;

  /** The slot that is to be run next. */
  private static Slot next = FIRST;

  @BeforeAll
  static void start() throws Exception {
    world = new BatchWorld(folder);
  }

  @AfterAll
  static void stop() {
    app.close();
    world.close();
  }

  /** A slot is published, and its session goes on. */
  @BeforeEach
  void publish() throws Exception {
    if (app == null) {
      app = BatchApp.start(config(2), TAKEOVER, note -> {});
    }
    run();
  }

  private static Config config(int buckets) {
    return world.config(
        Optional.empty(), Map.of("variometer.batch.buckets", Integer.toString(buckets)));
  }

  private static void run() throws Exception {
    app.run(next, List.of(world.file(List.of(beacon()))), bytes -> {});
    assertThat(published(next)).isPresent();
    next = next.next();
  }

  private static String beacon() {
    return ("{\"beaconId\":\"b%1$d\",\"sessionId\":\"s\",\"visitorId\":\"v\",\"timestamp\":%1$d,"
            + "\"type\":\"pageView\",\"site\":\"shop\"}")
        .formatted(next.begin().toEpochMilli());
  }

  /** One of many of another session. */
  private static String beacon(int number, String session) {
    return beacon()
        .replace(":\"b", ":\"" + number + "-")
        .replace("\"sessionId\":\"s\"", "\"sessionId\":\"" + session + "\"");
  }

  private static Optional<Manifest> published(Slot slot) throws Exception {
    return new Manifests(directory().toString(), LENGTH, new Configuration()).of(slot);
  }

  private static Path directory() {
    return Path.of(VariometerConfig.from(config(2)).batch().directory());
  }

  /** A failure that says all of it, with nothing published; then the slot runs. */
  private static void assertRefused(String... texts) throws Exception {
    Throwable failure = catchThrowable(() -> app.run(next));
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).contains(texts);
    assertThat(published(next)).isEmpty();
  }

  /** Lets the next slot land, and no more. */
  private static void land() {
    land(List.of(beacon()));
  }

  private static void land(List<String> lines) {
    TAKEOVER.dieAt("confirm", MortalTakeover.LAST_CONFIRMATION);
    assertThatThrownBy(() -> app.run(next, List.of(world.file(lines)), bytes -> {}))
        .hasMessageContaining("confirm");
  }

  private static Path landedFile() throws IOException {
    try (Stream<Path> files = Files.walk(directory().resolve("landing").resolve(next.folder()))) {
      return files.filter(file -> file.toString().endsWith(".seq")).findFirst().orElseThrow();
    }
  }

  private static void repaired() throws Exception {
    app.run(next);
    assertThat(published(next).orElseThrow().counts().read()).isEqualTo(1);
    next = next.next();
  }

  @Test
  void aLandedFileThatIsCutOffIsNamed() throws Exception {
    land();
    Path file = landedFile();
    byte[] whole = Files.readAllBytes(file);
    Path checksum = file.resolveSibling("." + file.getFileName() + ".crc");
    byte[] sum = Files.readAllBytes(checksum);
    // As on a file system without checksums beside the files.
    Files.delete(checksum);
    Files.write(file, Arrays.copyOf(whole, whole.length - 5));
    assertRefused(file.getFileName().toString());
    Files.write(file, whole);
    Files.write(checksum, sum);
    repaired();
  }

  @Test
  void stateOfANewerVersionIsRefused() throws Exception {
    land();
    TableFile file =
        published(next.previous())
            .orElseThrow()
            .filesOf(StateRow.TABLE.name())
            .filter(f -> f.path().contains(next.previous().folder()))
            .findFirst()
            .orElseThrow();
    Path path = directory().resolve(file.path());
    byte[] good = Files.readAllBytes(path);
    Path checksum = path.resolveSibling("." + path.getFileName() + ".crc");
    byte[] sum = Files.readAllBytes(checksum);
    StateRow row = onlyRow(path);
    row.state()[0]++;
    Files.delete(path);
    Files.delete(checksum);
    new TableFiles<>(StateRow.TABLE, new Configuration())
        .write(new org.apache.hadoop.fs.Path(path.toString()), List.of(row).iterator());
    assertRefused("session state has version 2", "use the release that wrote it");
    Files.write(path, good);
    Files.write(checksum, sum);
    repaired();
  }

  private static StateRow onlyRow(Path path) throws Exception {
    try (MergedRows<StateRow> rows =
        new TableFiles<>(StateRow.TABLE, new Configuration())
            .merge(List.of(new org.apache.hadoop.fs.Path(path.toString())))) {
      return rows.next();
    }
  }

  @Test
  void aManifestOfANewerFormIsRefused() throws Exception {
    land();
    Path path = directory().resolve("manifests").resolve(next.previous().folder() + ".jsonl");
    byte[] good = Files.readAllBytes(path);
    Path checksum = path.resolveSibling("." + path.getFileName() + ".crc");
    byte[] sum = Files.readAllBytes(checksum);
    PublishedFile published =
        new PublishedFile(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(path.toString()));
    String text = new String(published.read().orElseThrow(), UTF_8);
    String newer = text.replace("\"form\":1", "\"form\":2");
    assertThat(newer).isNotEqualTo(text);
    published.remove();
    published.publish(newer.getBytes(UTF_8));
    assertRefused(path.getFileName().toString(), "form 2", "use the release that wrote it");
    Files.write(path, good);
    Files.write(checksum, sum);
    repaired();
  }

  @Test
  void aTableFileThatIsGoneOrCutOffIsNamed() throws Exception {
    land();
    TableFile file =
        published(next.previous())
            .orElseThrow()
            .filesOf(StateRow.TABLE.name())
            .filter(f -> f.path().contains(next.previous().folder()))
            .findFirst()
            .orElseThrow();
    Path path = directory().resolve(file.path());
    byte[] good = Files.readAllBytes(path);
    Files.delete(path);
    assertRefused(path.getFileName().toString());
    Path checksum = path.resolveSibling("." + path.getFileName() + ".crc");
    byte[] sum = Files.readAllBytes(checksum);
    // As on a file system without checksums beside the files.
    Files.delete(checksum);
    Files.write(path, Arrays.copyOf(good, good.length / 2));
    assertRefused(path.getFileName().toString(), "can't be read");
    Files.write(path, good);
    Files.write(checksum, sum);
    repaired();
  }

  @Test
  void anotherNumberOfBucketsIsRefused() throws Exception {
    app.close();
    try (BatchApp other = BatchApp.start(config(3), TAKEOVER, note -> {})) {
      assertThatThrownBy(() -> other.run(next, List.of(world.file(List.of(beacon()))), bytes -> {}))
          .isInstanceOf(BatchException.class)
          .hasMessageContainingAll("divided into 2 buckets", "variometer.batch.buckets");
      assertThat(published(next)).isEmpty();
    }
    app = BatchApp.start(config(2), TAKEOVER, note -> {});
    run();
  }

  @Test
  void aSlotThatIsMissingInBetweenIsNamed() throws Exception {
    Slot tooFar = next.next();
    assertThatThrownBy(() -> app.run(tooFar, List.of(world.file(List.of())), bytes -> {}))
        .isInstanceOf(BatchException.class)
        .hasMessageContainingAll(
            "slot " + tooFar + " can't run", next.previous().name(), "is " + next.name());
    assertThatThrownBy(() -> app.run(FIRST.previous(), List.of(world.file(List.of())), bytes -> {}))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("slot " + FIRST.previous() + " can't run");
    assertThat(published(tooFar)).isEmpty();
  }

  @Test
  void whatCanNotBeReadIsLeftOutOnDemandAndCounted() throws Exception {
    Path whole = folder.resolve("whole.jsonl.gz");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      lines.add(beacon(i, "many"));
    }
    try (Writer out =
        new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(whole)), UTF_8)) {
      for (String line : lines) {
        out.write(line + "\n");
      }
    }
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.jsonl.gz"), Arrays.copyOf(bytes, bytes.length / 2));
    List<BeaconFile> input = List.of(new BeaconFile(cut.toString()));
    assertThatThrownBy(() -> app.run(next, input, read -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut.jsonl.gz");
    assertThat(published(next)).isEmpty();
    app.close();
    List<String> notes = new ArrayList<>();
    app = BatchApp.start(config(2), new BatchOptions(true, false), TAKEOVER, notes::add);
    app.run(next, input, read -> {});
    Manifest first = published(next).orElseThrow();
    assertThat(first.lost()).isEqualTo(1);
    assertThat(first.counts().read()).isPositive().isLessThan(lines.size());
    assertThat(first.counts().counts().used()).isEqualTo(first.counts().read());
    assertThat(notes).anyMatch(note -> note.contains("at least 1 records are lost"));
    next = next.next();
    app.run(next, List.of(new BeaconFile(whole.toString())), read -> {});
    Manifest again = published(next).orElseThrow();
    assertThat(again.lost()).isZero();
    assertThat(again.counts().counts().duplicate()).isEqualTo(first.counts().counts().used());
    next = next.next();
    whatLandedIsReadUpToTheDamage(BadInputTest::cutInTheMiddle);
    whatLandedIsReadUpToTheDamage(BadInputTest::changeInTheMiddle);
    app.close();
    app = BatchApp.start(config(2), TAKEOVER, note -> {});
  }

  /** Damages a file. */
  @FunctionalInterface
  private interface Damage {
    void to(Path file) throws IOException;
  }

  /** Of many records, in more than one block. */
  private static void whatLandedIsReadUpToTheDamage(Damage damage) throws Exception {
    String padding = ",\"padding\":\"" + "x".repeat(10_000) + "\"}";
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      lines.add(beacon(i, "padded").replace("}", padding));
    }
    land(lines);
    damage.to(landedFile());
    app.run(next);
    Manifest manifest = published(next).orElseThrow();
    assertThat(manifest.counts().read()).isPositive();
    assertThat(manifest.counts().counts().used()).isEqualTo(manifest.counts().read());
    assertThat(manifest.lost()).isPositive().isEqualTo(lines.size() - manifest.counts().read());
    next = next.next();
  }

  /** On a file system without checksums beside the files. */
  private static void cutInTheMiddle(Path file) throws IOException {
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
  }

  private static void changeInTheMiddle(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void aMetricOfAnotherMeaningNeedsAnotherName() throws Exception {
    app.close();
    app = BatchApp.start(custom("count"), TAKEOVER, note -> {});
    run();
    run();
    app.close();
    app = BatchApp.start(custom("sum"), TAKEOVER, note -> {});
    assertThatThrownBy(() -> app.run(next, List.of(world.file(List.of(beacon()))), bytes -> {}))
        .isInstanceOf(BatchException.class)
        .hasMessageContainingAll("adds is sum of add", "as count of add", "another name");
    assertThat(published(next)).isEmpty();
    Slot newest = next.previous();
    assertThatThrownBy(() -> app.rebuild(newest, newest, true, () -> true))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("adds is sum of add");
    assertThat(published(newest)).as("not gone back on").isPresent();
    app.close();
    app = BatchApp.start(config(2), TAKEOVER, note -> {});
    repaired();
  }

  private static Config custom(String measure) {
    return ConfigFactory.parseString(
            "variometer.metrics.custom = [{ name = adds, event = add, measure = " + measure + " }]")
        .withFallback(config(2));
  }

  @Test
  void anEmptyDirectoryWhereABatchHasBeenIsNotBegunIn() throws Exception {
    Config other =
        world.config(
            Optional.empty(),
            Map.of("variometer.batch.directory", folder.resolve("other").toString()));
    app.close();
    LoneTakeover sealed =
        new LoneTakeover() {
          @Override
          public Optional<Instant> sealedThrough() {
            return Optional.of(FIRST.begin());
          }
        };
    try (BatchApp begun = BatchApp.start(other, sealed, note -> {})) {
      assertThatThrownBy(() -> begun.run(FIRST, List.of(world.file(List.of())), read -> {}))
          .isInstanceOf(BatchException.class)
          .hasMessageContainingAll(
              "buckets are sealed through " + FIRST.begin(),
              folder.resolve("other").toString(),
              "variometer.batch.directory",
              "/control/sealed-through");
    }
    LoneTakeover besideAStream =
        new LoneTakeover() {
          @Override
          public boolean streamHasWritten() {
            return true;
          }
        };
    try (BatchApp begun = BatchApp.start(other, besideAStream, note -> {})) {
      assertThatThrownBy(() -> begun.run(FIRST, List.of(world.file(List.of())), read -> {}))
          .isInstanceOf(BatchException.class)
          .hasMessageContainingAll("a stream has written", "without --input");
    }
    app = BatchApp.start(config(2), TAKEOVER, note -> {});
  }

  @Test
  void aMasterThatCanNotBeReachedIsNamed() {
    Config nowhere =
        world.config(Optional.empty(), Map.of("variometer.batch.master", "spark://127.0.0.1:1"));
    assertThatThrownBy(() -> BatchApp.start(nowhere, world.alone(), note -> {}).close())
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("spark://127.0.0.1:1 can't be reached", "variometer.batch.master");
  }

  @Test
  void anEmptySlotIsAValidRun() throws Exception {
    Manifest before = published(next.previous()).orElseThrow();
    app.run(next, List.of(world.file(List.of())), bytes -> {});
    Manifest empty = published(next).orElseThrow();
    assertThat(empty.counts().read()).isZero();
    assertThat(empty.sum()).isEqualTo(before.sum());
    assertThat(empty.sealing().touchedFrom()).isEqualTo(Long.MAX_VALUE);
    next = next.next();
  }
}
