package org.variometer.store.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.files.DamagedException;

/** What is written into files comes back: all of it, or what is looked for. */
class TableFilesTest {
  private static final ValueType<SortedMap<String, Long>> MAP =
      ValueType.map(ValueType.STRING, ValueType.BIGINT);
  private static final ValueType<List<Long>> LIST = ValueType.list(ValueType.BIGINT);

  /** A row with a value of each kind. */
  private record Sample(
      long number, String text, SortedMap<String, Long> map, List<Long> list, String slot) {
    static final Table<Sample> TABLE =
        new Table<>(
            "samples",
            new Struct<>(
                List.of(
                    new Column<>("number", ValueType.BIGINT, Sample::number),
                    new Column<>("text", ValueType.STRING, Sample::text),
                    new Column<>("map", MAP, Sample::map),
                    new Column<>("list", LIST, Sample::list),
                    new Column<>("slot", ValueType.STRING, Sample::slot)),
                values ->
                    new Sample(
                        values.at(0, ValueType.BIGINT),
                        values.at(1, ValueType.STRING),
                        values.at(2, MAP),
                        values.at(3, LIST),
                        values.at(4, ValueType.STRING))),
            Comparator.comparingLong(Sample::number),
            Sample::slot);

    static Sample of(long number, String slot) {
      SortedMap<String, Long> map = new TreeMap<>();
      List<Long> list = new ArrayList<>();
      for (long i = 0; i < number % 4; i++) {
        map.put("key " + i, number + i);
        list.add(number * i);
      }
      String text = number % 5 == 0 ? null : number % 3 == 0 ? "same" : "text " + number;
      return new Sample(number, text, map, list, slot);
    }
  }

  @TempDir private Path folder;

  private final TableFiles<Sample> files = new TableFiles<>(Sample.TABLE, new Configuration());

  @Test
  void allRowsComeBackInOrder() throws IOException {
    List<Sample> rows = rows(10_000, 1, "a");
    assertThat(all(List.of(write("file", rows)))).isEqualTo(rows);
  }

  @Test
  void whatIsGoneOrDamagedIsToldFromWhatCantBeReadNow() throws IOException {
    Path file = folder.resolve(write("file", rows(1000, 1, "a")).getName());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> all(List.of(hadoopPath(file)))).isInstanceOf(DamagedException.class);
    Files.writeString(file, "no table");
    Files.delete(file.resolveSibling(".file.orc.crc"));
    assertThatThrownBy(() -> files.open(hadoopPath(file)))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining(file.toString());
    Files.delete(file);
    assertThatThrownBy(() -> files.open(hadoopPath(file))).isInstanceOf(DamagedException.class);

    Configuration away = new Configuration();
    away.set("fs.file.impl", FilesAway.class.getName());
    away.setBoolean("fs.file.impl.disable.cache", true);
    assertThatThrownBy(() -> new TableFiles<>(Sample.TABLE, away).open(hadoopPath(file)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(DamagedException.class)
        .hasMessageContaining("nobody answers");
  }

  private static org.apache.hadoop.fs.Path hadoopPath(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  /** A store that does not answer. */
  public static final class FilesAway extends RawLocalFileSystem {
    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize)
        throws IOException {
      throw new IOException("nobody answers");
    }

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
      throw new IOException("nobody answers");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 7, 100, 3000, 20_000})
  void whatIsLookedForIsFound(long step) throws IOException {
    org.apache.hadoop.fs.Path file = write("file", rows(10_000, 1, "a"));
    LongPredicate wanted = number -> number % step == 1 % step;
    List<Sample> found = new ArrayList<>();
    files.find(file, "number", wanted, found::add);
    assertThat(found)
        .isEqualTo(rows(10_000, 1, "a").stream().filter(r -> wanted.test(r.number())).toList());
  }

  @Test
  void ofAFileLittleMoreIsReadThanWhatIsLookedFor() throws IOException {
    Random random = new Random(1);
    List<Sample> rows = new ArrayList<>();
    for (long number = 0; number < 20_000; number++) {
      byte[] bytes = new byte[500];
      random.nextBytes(bytes);
      String text = new String(bytes, ISO_8859_1);
      rows.add(new Sample(number, text, new TreeMap<>(), List.of(), "a"));
    }
    org.apache.hadoop.fs.Path file = write("file", rows);
    long begun = bytesRead();
    assertThat(all(List.of(file))).hasSameSizeAs(rows);
    long full = bytesRead() - begun;
    assertThat(full).isGreaterThan(10_000_000);
    begun = bytesRead();
    List<Sample> found = new ArrayList<>();
    files.find(file, "number", number -> number == 7_777, found::add);
    assertThat(found).containsExactly(rows.get(7_777));
    assertThat(bytesRead() - begun).isPositive().isLessThan(full / 3);
    begun = bytesRead();
    files.find(file, "number", number -> number == 20_000, found::add);
    assertThat(bytesRead() - begun).as("where there is nothing").isLessThan(full / 30);
  }

  /** By this thread and all others, out of files of this machine. */
  private static long bytesRead() {
    return FileSystem.getGlobalStorageStatistics().get("file").getLong("bytesRead");
  }

  private static List<Sample> rows(long until, long step, String slot) {
    List<Sample> rows = new ArrayList<>();
    for (long number = 0; number < until; number += step) {
      rows.add(Sample.of(number, slot));
    }
    return rows;
  }

  private org.apache.hadoop.fs.Path write(String name, List<Sample> rows) throws IOException {
    org.apache.hadoop.fs.Path path =
        new org.apache.hadoop.fs.Path(folder.resolve(name + ".orc").toString());
    assertThat(files.write(path, rows.iterator())).isEqualTo(rows.size());
    return path;
  }

  private List<Sample> all(List<org.apache.hadoop.fs.Path> paths) throws IOException {
    List<Sample> all = new ArrayList<>();
    try (MergedRows<Sample> rows = files.merge(paths)) {
      rows.forEachRemaining(all::add);
    }
    return all;
  }
}
