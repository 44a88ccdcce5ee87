package org.variometer.session;

import java.util.List;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.Event;
import org.variometer.beacon.Mention;
import org.variometer.beacon.Order;
import org.variometer.beacon.Performance;
import org.variometer.beacon.PerformanceName;

/**
 * Writes a piece's beacons column by column, so that what beacons share is said once and like
 * numbers stand together. {@link PieceDecoder} is its mirror; {@code docs/STATE.md} has the layout.
 */
final class PieceEncoder {
  static final int TYPE_BITS = 3;
  static final int MEASURE_BITS = 2;
  static final int PERFORMANCE_NAMES = PerformanceName.values().length;
  static final int SCALE_BITS = 3;

  /** The scale of a column of load times that are no short decimals: bits of doubles. */
  static final int RAW = 7;

  static final double[] SCALES = {1, 10, 100, 1000};

  private final BitWriter out;
  private final Dictionary<String> visitors = new Dictionary<>();
  private final Dictionary<List<Mention>> mentionSets = new Dictionary<>();
  private final Dictionary<Mention> mentions = new Dictionary<>();
  private final Dictionary<EventKind> eventKinds = new Dictionary<>();
  private final ShapeDictionary shapes = new ShapeDictionary();

  PieceEncoder(BitWriter out) {
    this.out = out;
  }

  void write(Piece piece) {
    int size = piece.size();
    out.writeLarge(size);
    if (size == 0) {
      return;
    }
    int[] shapeOf = new int[size];
    for (int i = 0; i < size; i++) {
      shapeOf[i] = shapeOf(piece.beacon(i));
    }
    writeDictionaries();
    long[] column = new long[size];
    for (int i = 0; i < size; i++) {
      out.writeLong(piece.beacon(i).id());
      column[i] = i == 0 ? 0 : piece.beacon(i).timestamp() - piece.beacon(i - 1).timestamp();
    }
    out.writeSigned(piece.beacon(0).timestamp() - piece.firstArrival());
    out.writeColumn(column, size);
    int shapeBits = Dictionary.bits(shapes.shapes().size());
    for (int i = 0; i < size; i++) {
      out.writeBits(shapeOf[i], shapeBits);
    }
    writeDetails(piece);
    for (int name = 0; name < PERFORMANCE_NAMES; name++) {
      writePerformance(piece, name, column);
    }
  }

  private int shapeOf(Beacon beacon) {
    int performance = 0;
    if (!beacon.performance().isEmpty()) {
      for (int name = 0; name < PERFORMANCE_NAMES; name++) {
        if (!Double.isNaN(beacon.performance().value(name))) {
          performance |= 1 << name;
        }
      }
    }
    return shapes.indexOf(
        beacon.type().code(),
        visitors.indexOf(beacon.visitorId()),
        mentionSets.indexOf(beacon.assigned()),
        mentionSets.indexOf(beacon.qualified()),
        performance,
        beacon.event() == null ? 0 : 1 + eventKinds.indexOf(kindOf(beacon.event())));
  }

  private static EventKind kindOf(Event event) {
    return new EventKind(event.name(), event.metrics());
  }

  private void writeDictionaries() {
    out.writeSmall(visitors.size());
    for (String visitor : visitors.values()) {
      IdCodec.write(out, visitor);
    }
    for (List<Mention> set : mentionSets.values()) {
      set.forEach(mentions::indexOf);
    }
    out.writeSmall(mentions.size());
    for (Mention mention : mentions.values()) {
      out.writeText(mention.experiment());
      out.writeText(mention.variant());
    }
    out.writeSmall(mentionSets.size());
    int mentionBits = Dictionary.bits(mentions.size());
    for (List<Mention> set : mentionSets.values()) {
      out.writeSmall(set.size());
      for (Mention mention : set) {
        out.writeBits(mentions.indexOf(mention), mentionBits);
      }
    }
    writeEventKinds();
    out.writeSmall(shapes.shapes().size());
    int visitorBits = Dictionary.bits(visitors.size());
    int setBits = Dictionary.bits(mentionSets.size());
    int eventBits = Dictionary.bits(1 + eventKinds.size());
    for (Shape shape : shapes.shapes()) {
      out.writeBits(shape.type(), TYPE_BITS);
      out.writeBits(shape.visitor(), visitorBits);
      out.writeBits(shape.assigned(), setBits);
      out.writeBits(shape.qualified(), setBits);
      out.writeBits(shape.performance(), PERFORMANCE_NAMES);
      out.writeBits(shape.event(), eventBits);
    }
  }

  private void writeEventKinds() {
    out.writeSmall(eventKinds.size());
    for (EventKind kind : eventKinds.values()) {
      out.writeText(kind.name());
      out.writeSmall(kind.metrics().size());
      for (CustomMetric metric : kind.metrics()) {
        out.writeText(metric.name());
        out.writeBits(metric.measure().code(), MEASURE_BITS);
      }
    }
  }

  private void writeDetails(Piece piece) {
    for (int i = 0; i < piece.size(); i++) {
      Order order = piece.beacon(i).order();
      if (order != null) {
        IdCodec.write(out, order.id());
        out.writeLarge(order.revenue());
        out.writeSmall(order.units());
      }
      Event event = piece.beacon(i).event();
      if (event != null) {
        out.writeBits(event.value().isPresent() ? 1 : 0, 1);
        if (event.value().isPresent()) {
          out.writeSigned(event.value().getAsLong());
        }
      }
    }
  }

  private void writePerformance(Piece piece, int name, long[] column) {
    int count = 0;
    int scale = 0;
    for (int i = 0; i < piece.size(); i++) {
      double value = piece.beacon(i).performance().value(name);
      if (!Double.isNaN(value)) {
        count++;
        while (scale != RAW && Math.round(value * SCALES[scale]) / SCALES[scale] != value) {
          scale = scale == SCALES.length - 1 ? RAW : scale + 1;
        }
      }
    }
    if (count == 0) {
      return;
    }
    out.writeBits(scale, SCALE_BITS);
    int next = 0;
    for (int i = 0; i < piece.size(); i++) {
      Performance performance = piece.beacon(i).performance();
      double value = performance.value(name);
      if (!Double.isNaN(value)) {
        if (scale == RAW) {
          out.writeLong(Double.doubleToRawLongBits(value));
        } else {
          column[next++] = Math.round(value * SCALES[scale]);
        }
      }
    }
    if (scale != RAW) {
      out.writeColumn(column, count);
    }
  }
}
