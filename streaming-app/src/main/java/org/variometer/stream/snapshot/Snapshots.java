package org.variometer.stream.snapshot;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.variometer.codec.ByteReader;
import org.variometer.codec.LaterVersionException;
import org.variometer.files.DamagedException;
import org.variometer.files.PublishedFile;
import org.variometer.shard.MeterShard;
import org.variometer.shard.SessionShard;

/**
 * The snapshots of one stream: a folder for each, which counts from the moment at which its
 * description is published.
 */
public final class Snapshots {
  private static final int KEPT = 3;
  private static final String DESCRIPTION = "snapshot.json";
  private static final Pattern NAME = Pattern.compile("[0-9]{1,19}-[0-9a-f]{8}");

  private final FileSystem files;
  private final Path directory;

  /** The one with which the stream began, empty if with none. */
  private volatile String origin = "";

  private Snapshots(FileSystem files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  /**
   * Those below a directory, which is made if it is missing, closed to others.
   *
   * @param stream what tells this stream from others that keep theirs below the same directory
   * @param hadoop how to reach it
   * @throws IOException if it can't be
   */
  public static Snapshots in(String base, String stream, Configuration hadoop) throws IOException {
    Path directory = new Path(base, stream);
    FileSystem files = directory.getFileSystem(hadoop);
    return new Snapshots(files, ClosedFolder.make(files, directory));
  }

  /** The names of all that were begun, the newest first. */
  public List<String> names() throws IOException {
    return Arrays.stream(files.listStatus(directory))
        .filter(FileStatus::isDirectory)
        .map(status -> status.getPath().getName())
        .filter(name -> NAME.matcher(name).matches())
        .sorted(Comparator.comparingLong(Snapshots::time).reversed().thenComparing(name -> name))
        .toList();
  }

  private static long time(String name) {
    return Long.parseLong(name.substring(0, name.indexOf('-')));
  }

  /**
   * What a snapshot says of itself; empty if whoever took it did not come to that.
   *
   * @throws DamagedException if it is damaged
   * @throws org.variometer.codec.LaterVersionException if a later release took it
   * @throws IOException if it can't be read now
   */
  public Optional<Snapshot> read(String name) throws IOException {
    PublishedFile description = description(name);
    Optional<byte[]> published = description.read();
    if (published.isEmpty() && files.exists(description.path())) {
      throw new DamagedException(DESCRIPTION + " is not whole");
    }
    return published.isEmpty() ? Optional.empty() : Optional.of(SnapshotJson.read(published.get()));
  }

  /**
   * Reads all of a snapshot's state once, so that it is known to be intact before a stream begins
   * with it.
   *
   * @throws DamagedException if it is damaged
   * @throws org.variometer.codec.LaterVersionException if a later release took it
   * @throws IOException if it can't be read now
   */
  public void verify(String name, Snapshot snapshot) throws IOException {
    requireAll("shards of sessions", snapshot.sessions(), snapshot.premises().layout().allShards());
    requireAll("meters", snapshot.meters(), snapshot.premises().layout().meters());
    for (Blob blob : snapshot.sessions()) {
      verify(blob, name, reader -> SessionShard.readFrom(reader).verify());
    }
    for (Blob blob : snapshot.meters()) {
      verify(blob, name, MeterShard::readFrom);
    }
  }

  private static void requireAll(String what, List<Blob> blobs, int number)
      throws DamagedException {
    List<Integer> keys = blobs.stream().map(Blob::key).sorted().toList();
    if (!keys.equals(IntStream.range(0, number).boxed().toList())) {
      throw new DamagedException("of " + number + " " + what + " it has " + keys);
    }
  }

  private void verify(Blob blob, String name, Consumer<ByteReader> decoder) throws IOException {
    ByteReader reader = new ByteReader(BlobFile.read(files, folder(name), blob));
    try {
      decoder.accept(reader);
    } catch (LaterVersionException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new DamagedException(blob.file() + " can't be decoded: " + e.getMessage(), e);
    }
    if (!reader.atEnd()) {
      throw new DamagedException(blob.file() + " has bytes that nothing is known of");
    }
  }

  /** Where a snapshot is, as tasks can find it. */
  public String location(String name) {
    return folder(name).toString();
  }

  /** Begins one: the name under which it is to be taken. */
  String begin(long time) throws IOException {
    // Whoever was stalled while taking one of the same micro-batch writes elsewhere.
    String name = time + "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    files.mkdirs(folder(name));
    return name;
  }

  /** Removes what was begun and came to nothing. */
  void discard(String name) throws IOException {
    files.delete(folder(name), true);
  }

  /**
   * Keeps the one with which the stream began: until Spark has kept a state, it may need it again.
   */
  public void keep(String name) {
    origin = name;
  }

  /** Makes one count. */
  void publish(String name, Snapshot snapshot) throws IOException {
    description(name).publish(SnapshotJson.write(snapshot));
  }

  /**
   * Removes what is not kept any longer.
   *
   * @param newest the one that was published last
   */
  void clean(String newest) throws IOException {
    int published = 0;
    for (String name : names()) {
      boolean whole = description(name).read().isPresent();
      published += whole ? 1 : 0;
      boolean needed = name.equals(newest) || name.equals(origin);
      // What is newer than all that are whole may be in somebody's hands.
      if (!needed && (published > KEPT || (published > 0 && !whole))) {
        files.delete(folder(name), true);
      }
    }
  }

  /** Puts one aside, under another name; says which. */
  public String setAside(String name) throws IOException {
    Path aside = new Path(directory, "damaged-" + name);
    ClosedFolder.setAside(files, folder(name), aside);
    return aside.toString();
  }

  private Path folder(String name) {
    return new Path(directory, name);
  }

  private PublishedFile description(String name) {
    return new PublishedFile(files, new Path(folder(name), DESCRIPTION));
  }
}
