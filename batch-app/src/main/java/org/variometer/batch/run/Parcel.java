package org.variometer.batch.run;

import java.util.Arrays;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.shard.Packet;

/** What the tasks that read hand to those that update sessions, as bytes: a packet, or a report. */
final class Parcel {
  private static final byte PACKET = 0;
  private static final byte REPORT = 1;

  private Parcel() {}

  static byte[] of(Packet packet) {
    ByteWriter out = new ByteWriter(packet.records().length + 64);
    packet.writeTo(out);
    return tagged(PACKET, out.toByteArray());
  }

  static byte[] of(TaskReport report) {
    return tagged(REPORT, report.toBytes());
  }

  private static byte[] tagged(byte tag, byte[] content) {
    byte[] parcel = new byte[content.length + 1];
    parcel[0] = tag;
    System.arraycopy(content, 0, parcel, 1, content.length);
    return parcel;
  }

  static boolean isPacket(byte[] parcel) {
    return parcel[0] == PACKET;
  }

  static Packet packet(byte[] parcel) {
    return Packet.readFrom(new ByteReader(parcel, 1));
  }

  static TaskReport report(byte[] parcel) {
    return TaskReport.ofBytes(Arrays.copyOfRange(parcel, 1, parcel.length));
  }
}
