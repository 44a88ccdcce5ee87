package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.shard.MeterShard;
import org.variometer.shard.SessionShard;
import org.variometer.spark.ShardPartitioner;
import org.variometer.spark.SparkSettings;
import org.variometer.stream.snapshot.Layout;
import scala.Tuple2;

/** What Spark kept of a state is known to be whole before a stream goes on with it. */
class RestoredStateTest {
  /** Parts that are many, so that a file is cut off behind some. */
  private static final int PARTS = 60;

  /** What a local file system computes one checksum of. */
  private static final int CHUNK = 512;

  /** From one byte that is tried to the next: prime, to meet every place of a part. */
  private static final int STEP = 31;

  private static final Layout LAYOUT = new Layout(PARTS, PARTS / 2, 0);

  @TempDir private Path folder;
  private JavaSparkContext spark;

  @BeforeEach
  void start() {
    spark = new JavaSparkContext(SparkSettings.of("state", "local[1]"));
    spark.setCheckpointDir(folder.toUri().toString());
  }

  @AfterEach
  void stop() {
    spark.close();
  }

  @Test
  void allPartsOfTheSessionsOrOfTheMeters() throws Exception {
    assertThat(verified(kept(SessionShard.EMPTY, PARTS))).isEqualTo(PARTS);
    assertThat(verified(kept(MeterShard.EMPTY, PARTS / 2))).isEqualTo(PARTS / 2);
  }

  @Test
  void onePartTooFewOrTooMany() throws Exception {
    for (Path tooFew :
        List.of(kept(SessionShard.EMPTY, PARTS - 1), kept(MeterShard.EMPTY, PARTS / 2 - 1))) {
      assertRefused(tooFew, "of " + LAYOUT, "has [");
    }
    for (Path tooMany :
        List.of(kept(SessionShard.EMPTY, PARTS + 1), kept(MeterShard.EMPTY, PARTS / 2 + 1))) {
      assertRefused(tooMany, "of " + LAYOUT, "has [");
    }
  }

  @Test
  void aFileThatIsEmptyOrGone() throws Exception {
    Path empty = kept(SessionShard.EMPTY, PARTS);
    cutOff(empty.resolve("part-00001"), 0);
    assertRefused(empty, "of " + LAYOUT, "has [");
    Path gone = kept(SessionShard.EMPTY, PARTS);
    Files.delete(gone.resolve("part-00001"));
    assertRefused(gone, "of " + LAYOUT, "has [");
    Path allGone = kept(SessionShard.EMPTY, PARTS);
    for (int i = 0; i < 2; i++) {
      Files.delete(allGone.resolve("part-0000" + i));
    }
    assertRefused(allGone, "of " + LAYOUT, "has []");
  }

  @Test
  void aFileThatIsCutOffWhereTheFileSystemsChecksumsFit() throws Exception {
    Path cut = kept(SessionShard.EMPTY, PARTS);
    cutOff(cut.resolve("part-00001"), CHUNK);
    assertRefused(cut, "of " + LAYOUT, "has [SessionShard 0, ");
  }

  @Test
  void aByteThatIsAnother() throws Exception {
    Path noticed = kept(SessionShard.EMPTY, PARTS);
    Path part = noticed.resolve("part-00000");
    long size = Files.size(part);
    flip(part, size / 2);
    assertRefused(noticed, "Checksum error");
    flip(part, size / 2);
    // As a store without checksums has it.
    Files.delete(noticed.resolve(".part-00000.crc"));
    for (long at = 0; at < size; at += STEP) {
      flip(part, at);
      assertThat(refusal(noticed)).as("another byte at %d", at).isNotEmpty();
      flip(part, at);
    }
    assertThat(verified(noticed)).isEqualTo(PARTS);
  }

  private int verified(Path kept) throws IOException {
    return RestoredState.verify(spark.checkpointFile(kept.toUri().toString()).rdd(), LAYOUT).size();
  }

  private void assertRefused(Path kept, String... says) {
    assertThat(refusal(kept)).contains(says);
  }

  private String refusal(Path kept) {
    Throwable refusal = catchThrowable(() -> verified(kept));
    assertThat(refusal).isNotNull();
    assertThat(refusal.getMessage()).isNotBlank().doesNotContain("\n");
    return refusal.getMessage();
  }

  /** Lets Spark keep a state in two files. */
  private <S> Path kept(S part, int number) throws IOException {
    JavaPairRDD<Integer, S> state =
        spark
            .parallelizePairs(
                IntStream.range(0, number).mapToObj(key -> new Tuple2<>(key, part)).toList())
            .partitionBy(new ShardPartitioner(2));
    state.checkpoint();
    state.count();
    Path kept = Path.of(java.net.URI.create(state.getCheckpointFile().get()));
    try (Stream<Path> files = Files.list(kept)) {
      assertThat(files).contains(kept.resolve("part-00001"));
    }
    return kept;
  }

  private static void cutOff(Path file, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(channel.size()).isGreaterThan(length);
      channel.truncate(length);
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) ~one.get(0)).flip();
      channel.write(one, at);
    }
  }
}
