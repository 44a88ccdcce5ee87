package org.variometer.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.BeaconRules;

/** Lines come whole, whatever their length, and wherever the reader's chunks end. */
class LineReaderProperties {
  private static final int MAX = BeaconRules.MAX_RECORD_BYTES;
  private static final int KIBIBYTE = 1 << 10;
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void nothingHasNoLines() throws IOException {
    assertThat(new LineReader(new ByteArrayInputStream(new byte[0])).next()).isNull();
  }

  @Test
  void aLastLineWithoutLineFeedIsALine() throws IOException {
    assertThat(lines("a\nb")).containsExactly("a", "b");
    assertThat(lines("a\nb\n")).containsExactly("a", "b");
  }

  @Test
  void emptyLinesAndCarriageReturnsAreHandedOn() throws IOException {
    assertThat(lines("\n\r\na\r\n\nb\r")).containsExactly("", "\r", "a\r", "", "b\r");
  }

  @Test
  void aLineOf300KibibytesIsHandedOnWhole() throws IOException {
    assertThat(lengths("a\n" + "x".repeat(300 * KIBIBYTE) + "\nb\n"))
        .containsExactly(1, 300 * KIBIBYTE, 1);
  }

  @Test
  void aLineOf5MebibytesIsOneOversizedLineAndTheNextOnesAreWhole() throws IOException {
    List<String> lines = lines("a\n" + "x".repeat(5 * MEBIBYTE) + "\nb\nc");
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1).length()).isGreaterThan(MAX);
    assertThat(lines.get(0) + lines.get(2) + lines.get(3)).isEqualTo("abc");
  }

  @Test
  void aLineThatBeginsBehindAnEndlessOneAndGoesOnInTheNextChunkIsWhole() throws IOException {
    String straddling = "y".repeat(400);
    assertThat(lines("x".repeat(2 * MEBIBYTE - 100) + "\n" + straddling + "\nz\n").subList(1, 3))
        .containsExactly(straddling, "z");
  }

  @Test
  void anEndlessLastLineIsOversizedOnce() throws IOException {
    for (int length : new int[] {MEBIBYTE, MEBIBYTE + 1, 2 * MEBIBYTE, 2 * MEBIBYTE + 1}) {
      List<Integer> lengths = lengths("a\n" + "x".repeat(length));
      assertThat(lengths).hasSize(2);
      assertThat(lengths.get(1)).isGreaterThan(MAX);
    }
  }

  @Test
  void chunksAreBounded() throws IOException {
    LineReader reader = new LineReader(new Endless(64 * MEBIBYTE));
    long handedOn = 0;
    for (byte[] chunk = reader.next(); chunk != null; chunk = reader.next()) {
      handedOn += chunk.length;
    }
    assertThat(handedOn).isLessThan(MEBIBYTE);
  }

  @Property(tries = 200)
  void anyContentGivesTheLinesThatSplittingGives(
      @ForAll("lengths") List<Integer> lengths, @ForAll("ends") String end) throws IOException {
    String content = content(lengths, end);
    List<String> expected = new ArrayList<>(Arrays.asList(content.split("\n", -1)));
    if (expected.get(expected.size() - 1).isEmpty()) {
      expected.remove(expected.size() - 1);
    }
    List<String> lines = lines(content);
    assertThat(lines).hasSameSizeAs(expected);
    for (int i = 0; i < lines.size(); i++) {
      if (expected.get(i).length() <= MAX + 1) {
        assertThat(lines.get(i)).isEqualTo(expected.get(i));
      } else {
        assertThat(lines.get(i).length()).isGreaterThan(MAX);
        assertThat(expected.get(i)).startsWith(lines.get(i));
      }
    }
  }

  /** Lines of any length, many of which end near a chunk's end. */
  @Provide
  Arbitrary<List<Integer>> lengths() {
    Arbitrary<Integer> nearChunk =
        Combinators.combine(
                Arbitraries.of(MAX, MEBIBYTE, MEBIBYTE / 2, 2 * MEBIBYTE),
                Arbitraries.integers().between(-3, 3))
            .as(Integer::sum);
    Arbitrary<Integer> lengths =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(0, 500)),
            Tuple.of(1, Arbitraries.integers().between(0, 3 * MEBIBYTE)),
            Tuple.of(2, nearChunk));
    return lengths.list().ofMaxSize(8).withoutEdgeCases();
  }

  @Provide
  Arbitrary<String> ends() {
    return Arbitraries.of("", "\n", "\r\n", "a");
  }

  private static String content(List<Integer> lengths, String end) {
    StringBuilder content = new StringBuilder();
    char letter = 'a';
    for (int length : lengths) {
      content.append(String.valueOf(letter++).repeat(length)).append('\n');
    }
    return content + end;
  }

  private static List<Integer> lengths(String content) throws IOException {
    return lines(content).stream().map(String::length).toList();
  }

  /** The lines of all chunks; a chunk without line feed at its end is a line of its own. */
  private static List<String> lines(String content) throws IOException {
    LineReader reader = new LineReader(new Hesitant(content.getBytes(ISO_8859_1)));
    List<String> lines = new ArrayList<>();
    for (byte[] chunk = reader.next(); chunk != null; chunk = reader.next()) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (byte b : chunk) {
        if (b == '\n') {
          lines.add(line.toString(ISO_8859_1));
          line.reset();
        } else {
          line.write(b);
        }
      }
      if (chunk[chunk.length - 1] != '\n') {
        lines.add(line.toString(ISO_8859_1));
      }
    }
    return lines;
  }

  /** Gives fewer bytes than are asked for, as pipes do. */
  private static final class Hesitant extends FilterInputStream {
    private final Random random = new Random(1);

    Hesitant(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(100_000)));
    }
  }

  /** One long line. */
  private static final class Endless extends InputStream {
    private int left;

    Endless(int length) {
      left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'x' : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int count = Math.min(length, left);
      left -= count;
      Arrays.fill(bytes, offset, offset + count, (byte) 'x');
      return count == 0 && length > 0 ? -1 : count;
    }
  }
}
