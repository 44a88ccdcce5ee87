package org.variometer.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** How values get from one step to the next. */
enum Carrier {
  /** As the objects that they are. */
  BY_REFERENCE,
  /** As bytes: sent over the net, kept in checkpoints and snapshots. */
  THROUGH_BYTES;

  Packet carry(Packet packet) {
    return carry(packet, Packet::writeTo, Packet::readFrom);
  }

  SessionShard carry(SessionShard shard) {
    return carry(shard, SessionShard::writeTo, SessionShard::readFrom);
  }

  MeterInput carry(MeterInput input) {
    return carry(input, MeterInput::writeTo, MeterInput::readFrom);
  }

  MeterShard carry(MeterShard meter) {
    return carry(meter, MeterShard::writeTo, MeterShard::readFrom);
  }

  MeterYield carry(MeterYield yield) {
    return carry(yield, MeterYield::writeTo, MeterYield::readFrom);
  }

  private <T> T carry(T value, BiConsumer<T, ByteWriter> writer, Function<ByteReader, T> reader) {
    if (this == BY_REFERENCE) {
      return value;
    }
    ByteReader in = new ByteReader(bytes(value, writer));
    T read = reader.apply(in);
    assertThat(in.atEnd()).isTrue();
    return read;
  }

  /** The value's bytes. */
  static <T> byte[] bytes(T value, BiConsumer<T, ByteWriter> writer) {
    ByteWriter out = new ByteWriter(64);
    writer.accept(value, out);
    return out.toByteArray();
  }
}
