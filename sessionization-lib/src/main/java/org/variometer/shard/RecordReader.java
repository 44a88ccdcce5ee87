package org.variometer.shard;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconType;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.Event;
import org.variometer.beacon.Mention;
import org.variometer.beacon.Order;
import org.variometer.beacon.Performance;
import org.variometer.beacon.SessionKey;
import org.variometer.codec.ByteReader;

/**
 * Reads what {@link RecordWriter} wrote. Every method throws {@link IllegalArgumentException} where
 * the bytes can't be that. For one thread.
 */
final class RecordReader {
  private static final List<BeaconType> TYPES = BeaconType.byCode();
  private static final List<CustomMetric.Measure> MEASURES = CustomMetric.Measure.byCode();

  private final byte[] bytes;
  private final List<List<Mention>> mentionSets;
  private final List<Event> events;

  /** Where the entries begin. */
  private final int entries;

  /** Takes one entry. */
  @FunctionalInterface
  interface EntryVisitor {
    /**
     * Takes it.
     *
     * @param hash the hash of the session's key
     * @param key where the key stands, behind its length
     * @param record where the record stands
     */
    void accept(long hash, int key, int record);
  }

  RecordReader(byte[] bytes) {
    this.bytes = bytes;
    ByteReader in = new ByteReader(bytes);
    mentionSets = in.readAll(RecordReader::readMentions);
    events = in.readAll(RecordReader::readShared);
    entries = in.position();
  }

  /** Shows where everything stands. */
  void forEach(EntryVisitor visitor) {
    ByteReader in = new ByteReader(bytes, entries);
    while (!in.atEnd()) {
      long hash = in.readLong();
      int key = in.position();
      in.skipBlock();
      int length = in.readCount();
      int record = in.position();
      in.skip(length);
      visitor.accept(hash, key, record);
    }
  }

  /** The key that stands here. */
  byte[] key(int position) {
    return new ByteReader(bytes, position).readBlock();
  }

  /** Whether the same key stands here and there. */
  boolean isSameKey(int position, RecordReader other, int otherPosition) {
    ByteReader in = new ByteReader(bytes, position);
    int to = in.readCount() + in.position();
    return otherPosition + to - position <= other.bytes.length
        && Arrays.equals(
            bytes, position, to, other.bytes, otherPosition, otherPosition + to - position);
  }

  /** The record that stands here, of this session. */
  BeaconRecord record(int position, SessionKey session) {
    ByteReader in = new ByteReader(bytes, position);
    long arrival = in.readUnsigned();
    int ignoredPerformance = in.readInt();
    long id = in.readLong();
    long timestamp = arrival - in.readSigned();
    BeaconType type = TYPES.get(in.readIndex(TYPES.size()));
    String visitor = in.readId();
    List<Mention> assigned = mentionSets.get(in.readIndex(mentionSets.size()));
    List<Mention> qualified = mentionSets.get(in.readIndex(mentionSets.size()));
    Order order = type == BeaconType.ORDER ? readOrder(in) : null;
    Event event = in.readIndex(2) == 1 ? readEvent(in) : null;
    return new BeaconRecord(
        session,
        arrival,
        new Beacon(
            id, timestamp, type, visitor, assigned, qualified, order, event, readPerformance(in)),
        ignoredPerformance);
  }

  private static Order readOrder(ByteReader in) {
    return new Order(in.readId(), in.readUnsigned(), in.readInt());
  }

  private Event readEvent(ByteReader in) {
    Event shared = events.get(in.readIndex(events.size()));
    return in.readIndex(2) == 0
        ? shared
        : new Event(shared.name(), OptionalLong.of(in.readSigned()), shared.metrics());
  }

  private static Performance readPerformance(ByteReader in) {
    int present = in.readIndex(1 << RecordWriter.PERFORMANCE_NAMES);
    if (present == 0) {
      return Performance.NONE;
    }
    double[] values = new double[RecordWriter.PERFORMANCE_NAMES];
    for (int name = 0; name < values.length; name++) {
      values[name] = (present & 1 << name) == 0 ? Double.NaN : readMillis(in);
    }
    return Performance.of(values);
  }

  private static double readMillis(ByteReader in) {
    long parts = in.readUnsigned();
    return (parts & 1) == 0
        ? (parts >>> 1) / RecordWriter.PARTS
        : Double.longBitsToDouble(in.readLong());
  }

  private static List<Mention> readMentions(ByteReader in) {
    return List.copyOf(in.readAll(each -> new Mention(each.readText(), each.readText())));
  }

  private static Event readShared(ByteReader in) {
    return new Event(
        in.readText(),
        OptionalLong.empty(),
        in.readAll(
            each ->
                new CustomMetric(
                    each.readText(),
                    each.readText(),
                    MEASURES.get(each.readIndex(MEASURES.size())))));
  }
}
