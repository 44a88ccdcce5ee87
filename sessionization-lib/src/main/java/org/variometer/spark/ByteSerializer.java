package org.variometer.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * Lets Kryo carry a value in its own form of bytes, with a checksum: not every store of checkpoints
 * has one, and a changed byte of a state would be another number.
 */
final class ByteSerializer<T> extends Serializer<T> {
  private static final int CAPACITY = 1024;

  private final BiConsumer<T, ByteWriter> writer;
  private final Function<ByteReader, T> reader;

  ByteSerializer(BiConsumer<T, ByteWriter> writer, Function<ByteReader, T> reader) {
    super(false, true);
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public void write(Kryo kryo, Output output, T value) {
    ByteWriter out = new ByteWriter(CAPACITY);
    writer.accept(value, out);
    byte[] bytes = out.toByteArray();
    output.writeInt(bytes.length, true);
    output.writeInt(checksum(bytes));
    output.writeBytes(bytes);
  }

  @Override
  public T read(Kryo kryo, Input input, Class<T> type) {
    int length = input.readInt(true);
    int checksum = input.readInt();
    byte[] bytes = input.readBytes(length);
    if (checksum(bytes) != checksum) {
      throw new IllegalArgumentException(
          "the bytes of a " + type.getSimpleName() + " are damaged: their checksum is another");
    }
    return reader.apply(new ByteReader(bytes));
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }
}
