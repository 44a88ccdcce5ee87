package org.variometer.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.beacon.RejectReason;
import org.variometer.config.VariometerConfig;
import org.variometer.series.Row;

/** What a line of a file is (spec §1), and what a file must be. */
class LinesOfFilesTest {
  private static final int KIBIBYTE = 1 << 10;
  private static final int MEBIBYTE = 1 << 20;

  @TempDir private Path folder;

  @Test
  void aCarriageReturnBelongsToTheEndOfTheLine() throws IOException {
    assertThat(Csv.of(metrics(beacon(1) + "\r\n" + beacon(2) + "\r\n")))
        .isEqualTo(Csv.of(metrics(beacon(1) + "\n" + beacon(2) + "\n")));
    assertThat(metrics(beacon(1) + "\r\n" + beacon(2) + "\r").accounting().counts().used())
        .isEqualTo(2);
  }

  @Test
  void emptyLinesAreNotRead() throws IOException {
    assertThat(metrics("\n\r\n" + beacon(1) + "\n\n\r\n" + beacon(2) + "\n\r").accounting())
        .isEqualTo(metrics(beacon(1) + "\n" + beacon(2)).accounting());
  }

  @Test
  void aLineOfSpaceIsRead() throws IOException {
    assertThat(metrics(" \n" + beacon(1) + "\n").accounting().rejected())
        .containsOnlyKeys(RejectReason.MALFORMED_JSON);
  }

  @Test
  void anEmptyFileHasNothing() throws IOException {
    assertThat(metrics("").accounting().read()).isZero();
    assertThat(Csv.of(metrics(""))).isEqualTo(Row.HEADER + "\n");
  }

  @Test
  void aLineOf256KibibytesIsAcceptedAndOneByteMoreIsOversized() throws IOException {
    assertThat(metrics(padded(256 * KIBIBYTE) + "\r\n").accounting().counts().used()).isEqualTo(1);
    assertThat(metrics(padded(256 * KIBIBYTE + 1)).accounting().rejected())
        .containsExactly(Map.entry(RejectReason.OVERSIZED, 1L));
  }

  @Test
  void linesOfAnyExcessAreOversizedOnceAndTheOthersCount() throws IOException {
    String content =
        String.join(
            "\n",
            beacon(1),
            padded(300 * KIBIBYTE),
            beacon(2),
            padded(5 * MEBIBYTE),
            beacon(3),
            padded(MEBIBYTE),
            beacon(4));
    Accounting accounting = metrics(content).accounting();
    assertThat(accounting.read()).isEqualTo(7);
    assertThat(accounting.counts().used()).isEqualTo(4);
    assertThat(accounting.rejected()).containsExactly(Map.entry(RejectReason.OVERSIZED, 3L));
  }

  @Test
  void wherePartsOfFilesEndDoesNotMatter() throws IOException {
    int length = beacon(1).length();
    for (int rest = 0; rest <= length + 1; rest += 7) {
      String content = padded(2 * MEBIBYTE - rest) + "\n" + beacon(1) + "\n" + beacon(2);
      assertThat(metrics(content).accounting().counts().used()).as("rest of %d", rest).isEqualTo(2);
    }
  }

  @Test
  void compressedFilesOfSeveralMembersAreReadWhole() throws IOException {
    Path file = folder.resolve("beacons.jsonl.gz");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 1; i <= 3; i++) {
        GZIPOutputStream member = new GZIPOutputStream(out);
        member.write((beacon(i) + "\n").getBytes(UTF_8));
        member.finish();
      }
    }
    assertThat(run(file).accounting().counts().used()).isEqualTo(3);
  }

  @Test
  void severalFilesAreOneSetOfBeacons() throws IOException {
    Path first = write("a.jsonl", beacon(1) + "\n" + beacon(2));
    Path second = write("b.jsonl", beacon(2) + "\n" + beacon(3));
    Accounting accounting = run(first, second).accounting();
    assertThat(accounting.counts().used()).isEqualTo(3);
    assertThat(accounting.counts().duplicate()).isEqualTo(1);
    assertThat(accounting.counts().sessions()).isEqualTo(1);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    String name = folder.resolve("missing.jsonl").toString();
    assertThatIOException()
        .isThrownBy(() -> new BeaconFile(name).check())
        .withMessage(name + ": no such file");
  }

  @Test
  void aFolderIsNoFile() {
    assertThatIOException()
        .isThrownBy(() -> new BeaconFile(folder.toString()).check())
        .withMessageStartingWith(folder + ": is a directory");
  }

  private static String beacon(int number) {
    return ("{\"beaconId\":\"b%d\",\"sessionId\":\"s\",\"visitorId\":\"v\","
            + "\"type\":\"pageView\",\"timestamp\":%d}")
        .formatted(number, 1_763_661_600_000L + number);
  }

  /** A good beacon of this many bytes. */
  private static String padded(int length) {
    String beacon = beacon(99);
    return beacon.substring(0, 1) + " ".repeat(length - beacon.length()) + beacon.substring(1);
  }

  private MetricsReport metrics(String content) throws IOException {
    return run(write("beacons.jsonl", content));
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content, UTF_8);
  }

  private static MetricsReport run(Path... files) throws IOException {
    VariometerConfig config =
        VariometerConfig.from(VariometerConfig.load(Optional.empty(), Map.of()));
    List<BeaconFile> named =
        Arrays.stream(files).map(file -> new BeaconFile(file.toString())).toList();
    return new LocalMetrics(config, View.BATCH, 2).run(named, bytes -> {});
  }
}
