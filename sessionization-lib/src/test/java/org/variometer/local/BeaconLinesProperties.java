package org.variometer.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Lines come one by one, whole, with their numbers, whatever their length. */
class BeaconLinesProperties {
  private static final int MAX = 1 << 19;

  @Property(tries = 100)
  void anyContentGivesTheLinesThatSplittingGives(
      @ForAll("lines") List<String> lines, @ForAll boolean lastHasAnEnd) throws IOException {
    StringBuilder content = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      content.append(line).append(i < lines.size() - 1 || lastHasAnEnd ? "\n" : "");
      String shown = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      if (!shown.isEmpty()) {
        expected.add(i + 1 + ": " + (shown.length() > MAX ? "too long" : shown));
      }
    }
    Path file = Files.createTempFile("lines", ".jsonl");
    try {
      Files.writeString(file, content, ISO_8859_1);
      assertThat(read(file)).isEqualTo(expected);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void compressedFilesAreReadAndTheirBytesCounted() throws IOException {
    Path file = Files.createTempFile("lines", ".jsonl.gz");
    try {
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write("a\n\nb".getBytes(ISO_8859_1));
      }
      assertThat(read(file)).containsExactly("1: a", "3: b");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aLineOfAPipeIsThereBeforeTheNextOneHasCome() throws IOException {
    InputStream before = System.in;
    try (PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out)) {
      System.setIn(in);
      BeaconLines lines = new BeaconLines(new BeaconFile("-"), MAX, bytes -> {});
      out.write("first\nsec".getBytes(ISO_8859_1));
      assertThat(lines.next()).isTrue();
      assertThat(text(lines)).isEqualTo("first");
      out.write("ond\n".getBytes(ISO_8859_1));
      assertThat(lines.next()).isTrue();
      assertThat(text(lines)).isEqualTo("second");
    } finally {
      System.setIn(before);
    }
  }

  /** Lines of any length, many of which are nearly too long. */
  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<Integer> lengths =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(0, 200)),
            Tuple.of(2, Arbitraries.integers().between(0, 3 * MAX)),
            Tuple.of(2, Arbitraries.integers().between(MAX - 3, MAX + 3)));
    return Combinators.combine(
            lengths, Arbitraries.chars().range('a', 'z'), Arbitraries.of("", "\r"))
        .as((length, letter, end) -> letter.toString().repeat(length) + end)
        .list()
        .ofMaxSize(8)
        .withoutEdgeCases();
  }

  private static List<String> read(Path file) throws IOException {
    List<String> read = new ArrayList<>();
    long[] bytes = {0};
    try (BeaconLines lines =
        new BeaconLines(new BeaconFile(file.toString()), MAX, count -> bytes[0] += count)) {
      while (lines.next()) {
        read.add(lines.number() + ": " + (lines.isTooLong() ? "too long" : text(lines)));
      }
    }
    assertThat(bytes[0]).isEqualTo(Files.size(file));
    return read;
  }

  private static String text(BeaconLines lines) {
    return new String(lines.bytes(), lines.from(), lines.to() - lines.from(), ISO_8859_1);
  }
}
