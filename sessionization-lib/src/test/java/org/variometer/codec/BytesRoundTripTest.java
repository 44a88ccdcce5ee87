package org.variometer.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back; what can't have been written is refused. */
class BytesRoundTripTest {

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        127,
        128,
        16_383,
        16_384,
        Integer.MAX_VALUE,
        Long.MAX_VALUE,
        -1,
        Long.MIN_VALUE
      })
  void everyNumberIsReadBack(long number) {
    ByteReader in =
        written(
            out -> {
              out.writeUnsigned(number);
              out.writeSigned(number);
              out.writeLong(number);
            });
    assertThat(in.readUnsigned()).isEqualTo(number);
    assertThat(in.readSigned()).isEqualTo(number);
    assertThat(in.readLong()).isEqualTo(number);
    assertThat(in.atEnd()).isTrue();
  }

  @Test
  void textsBlocksAndListsAreReadBack() {
    ByteReader in =
        written(
            out -> {
              out.writeText("größer \ud83d\ude00");
              out.writeBlock(new byte[] {1, 2, 3});
              out.writeBlock(new byte[0]);
              out.writeAll(List.of("a", ""), (text, o) -> o.writeText(text));
            });
    assertThat(in.readText()).isEqualTo("größer \ud83d\ude00");
    int begin = in.position();
    in.skipBlock();
    int end = in.position();
    assertThat(end - begin).isEqualTo(4);
    assertThat(in.readBlock()).isEmpty();
    assertThat(in.readAll(ByteReader::readText)).containsExactly("a", "");
    assertThat(in.atEnd()).isTrue();
  }

  @Test
  void anIntIsAtMostTheLargestAndAtLeast0() {
    assertThat(written(out -> out.writeUnsigned(Integer.MAX_VALUE)).readInt())
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(written(out -> out.writeUnsigned(0)).readInt()).isZero();
    refuses(out -> out.writeUnsigned(Integer.MAX_VALUE + 1L), ByteReader::readInt);
    refuses(out -> out.writeUnsigned(-1), ByteReader::readInt);
  }

  @Test
  void anIndexIsLessThanTheNumberOfThings() {
    assertThat(written(out -> out.writeUnsigned(59)).readIndex(60)).isEqualTo(59);
    refuses(out -> out.writeUnsigned(60), in -> in.readIndex(60));
    refuses(out -> out.writeUnsigned(0), in -> in.readIndex(0));
  }

  @Test
  void thereAreAtMostAsManyThingsAsBytesLeft() {
    assertThat(written(out -> out.writeBlock(new byte[7])).readCount()).isEqualTo(7);
    refuses(
        out -> {
          out.writeUnsigned(8);
          out.writeBytes(new byte[7], 0, 7);
        },
        ByteReader::readCount);
    refuses(out -> out.writeUnsigned(-1), ByteReader::readCount);
    refuses(out -> out.writeUnsigned(1), ByteReader::readText);
    refuses(out -> out.writeUnsigned(1), ByteReader::skipBlock);
  }

  @Test
  void aNumberHasAnEnd() {
    byte[] endless = new byte[11];
    Arrays.fill(endless, (byte) 0x80);
    assertThatIllegalArgumentException().isThrownBy(new ByteReader(endless)::readUnsigned);
    refuses(out -> out.writeBytes(new byte[] {(byte) 0x80}, 0, 1), ByteReader::readUnsigned);
    refuses(out -> out.writeBytes(new byte[7], 0, 7), ByteReader::readLong);
  }

  private static void refuses(Consumer<ByteWriter> writer, Consumer<ByteReader> reader) {
    ByteReader in = written(writer);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.accept(in))
        .withMessageContaining("kept bytes");
  }

  private static ByteReader written(Consumer<ByteWriter> writer) {
    ByteWriter out = new ByteWriter(0);
    writer.accept(out);
    byte[] bytes = out.toByteArray();
    assertThat(bytes).hasSize(out.length());
    return new ByteReader(bytes);
  }

  @Test
  void aBufferGrowsAsFarAsAnArrayCanBe() {
    assertThat(ByteWriter.capacity(16, 17)).isEqualTo(32);
    assertThat(ByteWriter.capacity(16, 100)).isEqualTo(100);
    assertThat(ByteWriter.capacity(1 << 30, (1L << 30) + 1)).isEqualTo(Integer.MAX_VALUE - 8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ByteWriter.capacity(1 << 30, Integer.MAX_VALUE))
        .withMessageContaining("2 GiB");
  }
}
