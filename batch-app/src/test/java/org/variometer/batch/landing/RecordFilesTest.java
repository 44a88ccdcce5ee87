package org.variometer.batch.landing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is damaged in a file: what is before it can be read, and so can others (spec §8). */
class RecordFilesTest {
  private static final int RECORDS = 300;

  @TempDir private Path folder;

  private final Configuration hadoop = new Configuration();
  private final RecordFiles files = new RecordFiles(hadoop);

  @Test
  void ofADamagedFileAsManyRecordsAreReadAsAreSaidToBeReadable() throws Exception {
    Path path = folder.resolve("landed.seq");
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(path.toString());
    Random random = new Random(1);
    List<LandedRecord> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      String beacon = i + " " + Long.toHexString(random.nextLong()).repeat(10);
      records.add(new LandedRecord(0, i, ("k" + i).getBytes(UTF_8), beacon.getBytes(UTF_8)));
    }
    // Several blocks.
    hadoop.setInt("io.seqfile.compress.blocksize", 10_000);
    LandedFile landed = files.write(folder.toString(), "landed.seq", 0, records.iterator());
    // As on a file system without checksums.
    Files.delete(path.resolveSibling(".landed.seq.crc"));
    byte[] whole = Files.readAllBytes(path);
    assertThat(files.readable(file, landed)).isEqualTo(RECORDS);
    int damaged = 0;
    for (int trial = 0; trial < 400; trial++) {
      byte[] changed = whole.clone();
      // Headers of files and blocks are where most can go wrong.
      int at = trial < 200 ? trial : random.nextInt(whole.length);
      changed[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(path, changed);
      long readable = files.readable(file, landed);
      assertThat(readable).as("byte %d", at).isBetween(0L, (long) RECORDS);
      damaged += readable < RECORDS ? 1 : 0;
      assertThatThrownBy(() -> files.read(file, landed))
          .as("byte %d", at)
          .hasMessageContaining("landed.seq has other bytes than were written");
      if (readable > 0) {
        LandedFile beginning = landed.withRecords(readable);
        long read = 0;
        try (RecordFiles.Records in = files.readBeginning(file, beginning)) {
          while (in.hasNext()) {
            in.next();
            read++;
          }
        }
        assertThat(read).as("byte %d", at).isEqualTo(readable);
      }
    }
    assertThat(damaged).isGreaterThan(100);
    Files.write(path, whole);
    assertThat(files.readable(file, landed))
        .as("of a sound one after all these")
        .isEqualTo(RECORDS);
  }
}
