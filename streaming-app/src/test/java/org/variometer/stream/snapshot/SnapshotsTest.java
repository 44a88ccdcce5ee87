package org.variometer.stream.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.beacon.CustomMetric;
import org.variometer.codec.ByteWriter;
import org.variometer.codec.LaterVersionException;
import org.variometer.files.DamagedException;
import org.variometer.files.PublishedFile;
import org.variometer.shard.MeterShard;
import org.variometer.shard.SessionShard;

/** A snapshot is whole or none, and what is damaged is found before anybody begins with it. */
class SnapshotsTest {
  private static final int SHARDS = 4;
  private static final int METERS = 2;

  @TempDir private Path folder;
  private Snapshots snapshots;

  @BeforeEach
  void open() throws IOException {
    snapshots = Snapshots.in(folder.toString(), "eu/stream/beacons", new Configuration());
  }

  @Test
  void whatItSaysOfItselfIsReadAsItWasWritten() throws IOException {
    String name = snapshots.begin(7);
    Snapshot snapshot = written(name, 7, 2);
    snapshots.publish(name, snapshot);
    assertThat(snapshots.names()).containsExactly(name);
    assertThat(snapshots.read(name)).contains(snapshot);
    snapshots.verify(name, snapshot);
  }

  @Test
  void untilItIsPublishedThereIsNoneAndTheNextOneRemovesIt() throws IOException {
    String begun = snapshots.begin(7);
    Snapshot unused = written(begun, 7, 2);
    assertThat(snapshots.read(begun)).isEmpty();
    String next = published(8);
    snapshots.clean(next);
    assertThat(snapshots.names()).containsExactly(next);
  }

  @Test
  void theThreeNewestAreKept() throws IOException {
    List<String> names = new ArrayList<>();
    for (long time : new long[] {998, 999, 1000, 1001}) {
      String name = published(time);
      snapshots.clean(name);
      names.add(0, name);
    }
    assertThat(snapshots.names()).containsExactlyElementsOf(names.subList(0, 3));
  }

  @Test
  void aLaterVersionOfTheStateIsToldFromDamage() throws IOException {
    String name = snapshots.begin(7);
    Snapshot later = written(name, 7, 4);
    assertThatThrownBy(() -> snapshots.verify(name, later))
        .isInstanceOf(LaterVersionException.class)
        .hasMessageContaining("has version 4, this release reads versions up to 3");
  }

  @Test
  void everyDamagedByteOfTheStateIsFound() throws IOException {
    String name = snapshots.begin(7);
    Snapshot snapshot = written(name, 7, 2);
    Path file = Path.of(URI.create(snapshots.location(name)).getPath(), "states");
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      Files.write(file, damaged);
      assertThatThrownBy(() -> snapshots.verify(name, snapshot))
          .as("byte %d", i)
          .isInstanceOf(DamagedException.class)
          .hasMessageContaining("states is damaged");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> snapshots.verify(name, snapshot))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("states is cut off");
    Files.delete(file);
    assertThatThrownBy(() -> snapshots.verify(name, snapshot))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("states is gone");
  }

  @Test
  void oneThatLacksAPartIsNone() throws IOException {
    String name = snapshots.begin(7);
    Snapshot whole = written(name, 7, 2);
    assertThatThrownBy(
            () ->
                snapshots.verify(name, with(whole, whole.sessions(), whole.meters().subList(0, 1))))
        .isInstanceOf(DamagedException.class)
        .hasMessage("of 2 meters it has [0]");
    assertThatThrownBy(
            () ->
                snapshots.verify(name, with(whole, whole.sessions().subList(1, 4), whole.meters())))
        .isInstanceOf(DamagedException.class)
        .hasMessage("of 4 shards of sessions it has [1, 2, 3]");
  }

  private static Snapshot with(Snapshot whole, List<Blob> sessions, List<Blob> meters) {
    return new Snapshot(
        whole.time(),
        whole.offsets(),
        whole.wholeFrom(),
        whole.premises(),
        whole.metrics(),
        whole.code(),
        sessions,
        meters);
  }

  @Test
  void theOneThatAStreamBeganWithIsKept() throws IOException {
    List<String> names = new ArrayList<>();
    for (long time = 1; time <= 5; time++) {
      String name = published(time);
      names.add(0, name);
      snapshots.keep(names.get(names.size() - 1));
      snapshots.clean(name);
    }
    assertThat(snapshots.names())
        .containsExactly(names.get(0), names.get(1), names.get(2), names.get(4));
  }

  @Test
  void aLaterFormOfItsDescriptionIsToldFromDamage() throws IOException {
    String name = snapshots.begin(7);
    byte[] later = "{\"form\": 3}".getBytes(UTF_8);
    new PublishedFile(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(snapshots.location(name), "snapshot.json"))
        .publish(later);
    assertThatThrownBy(() -> snapshots.read(name)).isInstanceOf(LaterVersionException.class);
  }

  @Test
  void oneThatIsPutAsideIsKeptUnderAnotherName() throws IOException {
    String name = published(7);
    assertThat(snapshots.setAside(name)).endsWith("damaged-" + name);
    assertThat(snapshots.names()).isEmpty();
    try (Stream<Path> kept = Files.list(folder.resolve("eu/stream/beacons"))) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .containsExactly("damaged-" + name);
    }
  }

  private String published(long time) throws IOException {
    String name = snapshots.begin(time);
    snapshots.publish(name, written(name, time, 2));
    return name;
  }

  /** Writes states in a file that no file system has a checksum of. */
  private Snapshot written(String name, long time, int version) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    List<Blob> sessions = new ArrayList<>();
    for (int i = 0; i < SHARDS; i++) {
      ByteWriter shard = new ByteWriter(64);
      SessionShard.EMPTY.writeTo(shard);
      sessions.add(append(i, shard, 2, file));
    }
    List<Blob> meters = new ArrayList<>();
    for (int i = 0; i < METERS; i++) {
      ByteWriter meter = new ByteWriter(64);
      MeterShard.EMPTY.writeTo(meter);
      meters.add(append(i, meter, version, file));
    }
    Files.write(
        Path.of(URI.create(snapshots.location(name)).getPath(), "states"), file.toByteArray());
    return new Snapshot(
        time,
        new TreeMap<>(Map.of(0, 5L, 1, 0L)),
        new WholeFrom(Long.MIN_VALUE, 5),
        new Premises(new Layout(SHARDS, METERS, 0), "topic", "USD", "0123456789abcdef"),
        List.of(new KeptMetric(new CustomMetric("adds", "add", CustomMetric.Measure.SUM), 32)),
        "1.0+abc",
        sessions,
        meters);
  }

  private static Blob append(int key, ByteWriter state, int version, ByteArrayOutputStream file) {
    byte[] bytes = state.toByteArray();
    bytes[0] = (byte) version;
    Blob blob = new Blob(key, "states", file.size(), bytes.length, BlobFile.checksum(bytes));
    file.writeBytes(bytes);
    return blob;
  }
}
