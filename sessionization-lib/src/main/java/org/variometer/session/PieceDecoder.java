package org.variometer.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconType;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.Event;
import org.variometer.beacon.Mention;
import org.variometer.beacon.NameCache;
import org.variometer.beacon.Order;
import org.variometer.beacon.Performance;

/** Reads what {@link PieceEncoder} wrote. */
final class PieceDecoder {
  private static final BeaconType[] TYPES = BeaconType.byCode().toArray(BeaconType[]::new);
  private static final CustomMetric.Measure[] MEASURES =
      CustomMetric.Measure.byCode().toArray(CustomMetric.Measure[]::new);
  private static final int HASH_BITS = 64;

  private final BitReader in;
  private final NameCache names;

  PieceDecoder(BitReader in, NameCache names) {
    this.in = in;
    this.names = names;
  }

  /**
   * Reads the beacons; none for a quarantined piece.
   *
   * @param firstArrival the piece's first arrival, to which the first timestamp is relative
   */
  Beacon[] read(long firstArrival) {
    int size = in.readCount(in.readLarge(), HASH_BITS);
    if (size == 0) {
      return new Beacon[0];
    }
    List<String> visitors = readVisitors();
    List<List<Mention>> mentionSets = readMentionSets();
    List<EventKind> eventKinds = readEventKinds();
    Shape[] shapes = readShapes(visitors.size(), mentionSets.size(), eventKinds.size());
    long[] ids = new long[size];
    for (int i = 0; i < size; i++) {
      ids[i] = in.readLong();
    }
    long timestamp = firstArrival + in.readSigned();
    long[] gaps = in.readColumn(size);
    Shape[] shapeOf = new Shape[size];
    int shapeBits = Dictionary.bits(shapes.length);
    for (int i = 0; i < size; i++) {
      shapeOf[i] = at(shapes, in.readBits(shapeBits));
    }
    Order[] orders = new Order[size];
    Event[] events = new Event[size];
    for (int i = 0; i < size; i++) {
      if (TYPES[shapeOf[i].type()] == BeaconType.ORDER) {
        orders[i] = readOrder();
      }
      if (shapeOf[i].event() > 0) {
        events[i] = readEvent(eventKinds.get(shapeOf[i].event() - 1));
      }
    }
    double[][] performance = readPerformance(shapeOf);
    Beacon[] beacons = new Beacon[size];
    for (int i = 0; i < size; i++) {
      timestamp += gaps[i];
      beacons[i] =
          new Beacon(
              ids[i],
              timestamp,
              TYPES[shapeOf[i].type()],
              visitors.get(shapeOf[i].visitor()),
              mentionSets.get(shapeOf[i].assigned()),
              mentionSets.get(shapeOf[i].qualified()),
              orders[i],
              events[i],
              performance[i] == null ? Performance.NONE : Performance.of(performance[i]));
    }
    return beacons;
  }

  private List<String> readVisitors() {
    int count = in.readCount(in.readSmall(), 8);
    List<String> visitors = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      visitors.add(IdCodec.read(in));
    }
    return visitors;
  }

  private List<List<Mention>> readMentionSets() {
    int mentionCount = in.readCount(in.readSmall(), 8);
    Mention[] mentions = new Mention[mentionCount];
    for (int i = 0; i < mentionCount; i++) {
      mentions[i] = new Mention(in.readName(names), in.readName(names));
    }
    int mentionBits = Dictionary.bits(mentionCount);
    int setCount = in.readCount(in.readSmall(), 1);
    List<List<Mention>> sets = new ArrayList<>(setCount);
    for (int s = 0; s < setCount; s++) {
      // Of one mention the indexes take no bits: the number of mentions is the only bound.
      long size = in.readSmall();
      if (size < 0 || size > mentionCount) {
        throw new IllegalArgumentException(
            "session state has a set of " + size + " of " + mentionCount + " mentions");
      }
      Mention[] set = new Mention[(int) size];
      for (int m = 0; m < size; m++) {
        set[m] = at(mentions, in.readBits(mentionBits));
      }
      sets.add(List.of(set));
    }
    return sets;
  }

  private Shape[] readShapes(int visitors, int sets, int eventKinds) {
    int count = in.readCount(in.readSmall(), PieceEncoder.TYPE_BITS);
    int visitorBits = Dictionary.bits(visitors);
    int setBits = Dictionary.bits(sets);
    int eventBits = Dictionary.bits(1 + eventKinds);
    Shape[] shapes = new Shape[count];
    for (int i = 0; i < count; i++) {
      int type = (int) in.readBits(PieceEncoder.TYPE_BITS);
      int visitor = (int) in.readBits(visitorBits);
      int assigned = (int) in.readBits(setBits);
      int qualified = (int) in.readBits(setBits);
      int performance = (int) in.readBits(PieceEncoder.PERFORMANCE_NAMES);
      int event = (int) in.readBits(eventBits);
      if (type >= TYPES.length
          || visitor >= visitors
          || assigned >= sets
          || qualified >= sets
          || event > eventKinds) {
        throw new IllegalArgumentException("session state has a shape of unknown parts");
      }
      shapes[i] = new Shape(type, visitor, assigned, qualified, performance, event);
    }
    return shapes;
  }

  private List<EventKind> readEventKinds() {
    int count = in.readCount(in.readSmall(), Byte.SIZE);
    List<EventKind> kinds = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String event = in.readName(names);
      int metricCount = in.readCount(in.readSmall(), Byte.SIZE);
      List<CustomMetric> metrics = new ArrayList<>(metricCount);
      for (int m = 0; m < metricCount; m++) {
        String name = in.readName(names);
        metrics.add(
            new CustomMetric(name, event, at(MEASURES, in.readBits(PieceEncoder.MEASURE_BITS))));
      }
      kinds.add(new EventKind(event, List.copyOf(metrics)));
    }
    return kinds;
  }

  private Order readOrder() {
    return new Order(IdCodec.read(in), in.readLarge(), (int) in.readSmall());
  }

  private Event readEvent(EventKind kind) {
    OptionalLong value =
        in.readBits(1) == 1 ? OptionalLong.of(in.readSigned()) : OptionalLong.empty();
    return new Event(kind.name(), value, kind.metrics());
  }

  private double[][] readPerformance(Shape[] shapeOf) {
    double[][] values = new double[shapeOf.length][];
    for (int name = 0; name < PieceEncoder.PERFORMANCE_NAMES; name++) {
      int count = 0;
      for (Shape shape : shapeOf) {
        count += shape.hasPerformance(name) ? 1 : 0;
      }
      if (count > 0) {
        readPerformance(shapeOf, name, count, values);
      }
    }
    return values;
  }

  private void readPerformance(Shape[] shapeOf, int name, int count, double[][] values) {
    int scale = (int) in.readBits(PieceEncoder.SCALE_BITS);
    if (scale != PieceEncoder.RAW && scale >= PieceEncoder.SCALES.length) {
      throw new IllegalArgumentException("session state has load times of scale " + scale);
    }
    long[] column = scale == PieceEncoder.RAW ? null : in.readColumn(count);
    int next = 0;
    for (int i = 0; i < shapeOf.length; i++) {
      if (shapeOf[i].hasPerformance(name)) {
        if (values[i] == null) {
          values[i] = new double[PieceEncoder.PERFORMANCE_NAMES];
          Arrays.fill(values[i], Double.NaN);
        }
        values[i][name] =
            column == null
                ? Double.longBitsToDouble(in.readLong())
                : column[next++] / PieceEncoder.SCALES[scale];
      }
    }
  }

  private static <T> T at(T[] values, long index) {
    if (index >= values.length) {
      throw new IllegalArgumentException(
          "session state points at number " + index + " of " + values.length);
    }
    return values[(int) index];
  }
}
