package org.variometer.ledger;

import java.util.function.IntUnaryOperator;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.Counts;

/** The totals of a clock hour of one key and of its minutes; absent minutes are null. Immutable. */
record HourTotals(Counts hour, Counts[] minutes) {
  static final int MINUTES = 60;

  static final HourTotals EMPTY = new HourTotals(new Counts(), new Counts[MINUTES]);

  private static final Counts NOTHING = new Counts();

  Counts minute(int minute) {
    return minutes[minute] == null ? NOTHING : minutes[minute];
  }

  HourTotals renumbered(IntUnaryOperator newId) {
    Counts[] renumbered = new Counts[MINUTES];
    for (int minute = 0; minute < MINUTES; minute++) {
      renumbered[minute] = minutes[minute] == null ? null : minutes[minute].renumbered(newId);
    }
    return new HourTotals(hour.renumbered(newId), renumbered);
  }

  void writeTo(ByteWriter out) {
    int present = 0;
    for (Counts counts : minutes) {
      present += counts == null ? 0 : 1;
    }
    out.writeUnsigned(present);
    for (int minute = 0; minute < MINUTES; minute++) {
      if (minutes[minute] != null) {
        out.writeUnsigned(minute);
        minutes[minute].writeTo(out);
      }
    }
  }

  static HourTotals readFrom(ByteReader in) {
    Counts hour = new Counts();
    Counts[] minutes = new Counts[MINUTES];
    int present = in.readCount();
    for (int i = 0; i < present; i++) {
      int minute = in.readIndex(MINUTES);
      minutes[minute] = Counts.readFrom(in);
      hour.addAll(minutes[minute]);
    }
    return new HourTotals(hour, minutes);
  }
}
