package org.variometer.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** Lets Kryo carry a value in its own form of bytes. */
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
    output.writeInt(out.length(), true);
    output.writeBytes(out.toByteArray());
  }

  @Override
  public T read(Kryo kryo, Input input, Class<T> type) {
    return reader.apply(new ByteReader(input.readBytes(input.readInt(true))));
  }
}
