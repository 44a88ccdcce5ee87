package org.variometer.spark;

import com.esotericsoftware.kryo.Kryo;
import org.apache.spark.serializer.KryoRegistrator;
import org.variometer.shard.MeterInput;
import org.variometer.shard.MeterShard;
import org.variometer.shard.MeterYield;
import org.variometer.shard.Packet;
import org.variometer.shard.SessionShard;

/** Everything of ours that travels between tasks or is kept in checkpoints; Kryo takes no more. */
public final class VariometerRegistrator implements KryoRegistrator {
  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(ShardPartitioner.class);
    kryo.register(HomePartitioner.class);
    kryo.register(Packet.class, new ByteSerializer<>(Packet::writeTo, Packet::readFrom));
    kryo.register(
        SessionShard.class, new ByteSerializer<>(SessionShard::writeTo, SessionShard::readFrom));
    kryo.register(
        MeterInput.class, new ByteSerializer<>(MeterInput::writeTo, MeterInput::readFrom));
    kryo.register(
        MeterShard.class, new ByteSerializer<>(MeterShard::writeTo, MeterShard::readFrom));
    kryo.register(
        MeterYield.class, new ByteSerializer<>(MeterYield::writeTo, MeterYield::readFrom));
    kryo.register(MeterYield[].class);
    kryo.register(Object[].class);
  }
}
