package org.variometer.batch;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/** Sessions written by hand, on a site of their own, and rows as text to compare by eye. */
final class ByHand {
  static final String SITE = "hand.example";

  private static final long FIRST_TIME = Instant.parse("2024-11-01T00:00:00Z").toEpochMilli();
  private static final long LAST_TIME = Instant.parse("2024-12-01T00:00:00Z").toEpochMilli();

  /** Times are days of November 2024 in UTC. */
  private static final String LATE = "21T03:00:00";

  private static final String PAGE_VIEW = "'type':'pageView'";
  private static final String ERROR = "'type':'error'";

  private ByHand() {}

  /**
   * A session of two visits, two visitors, two variants of an experiment and several of another;
   * and two sessions of one visitor, a visit each.
   */
  static List<String> inTime() {
    return List.of(
        line("s", "a1", "anna", "20T22:00:00", "20T22:00:01", PAGE_VIEW + assigned("red")),
        line("s", "a2", "anna", "20T22:01:00", "20T22:01:01", ERROR),
        line(
            "s",
            "a3",
            "anna",
            "20T22:02:00",
            "20T22:02:01",
            event("'value':'12.50',") + ",'qualified':[{'experiment':'checkout','variant':'red'}]"),
        line("s", "a4", "anna", "20T22:03:00", "20T22:03:01", ERROR),
        line("s", "a5", "anna", "20T22:04:00", "20T22:04:01", order("o1", "100.25", 3)),
        line("s", "a6", "anna", "20T22:05:00", "20T22:05:01", ERROR),
        line("s", "a7", "anna", "20T22:06:00", "20T22:06:01", order("o2", "9.75", 1)),
        line("s", "a7", "anna", "20T22:06:00", "20T22:06:02", order("o2", "9.75", 1)),
        line("s", "a8", "anna", "20T22:07:00", "20T22:07:01", event("")),
        line(
            "s",
            "b1",
            "bert",
            "20T23:30:00",
            "20T23:30:01",
            PAGE_VIEW
                + ",'assigned':[{'experiment':'checkout','variant':'blue'},"
                + "{'experiment':'ranking','variant':'old'}]"),
        line("d1", "d1", "dora", "20T21:30:00", "20T21:30:01", PAGE_VIEW + assigned("red")),
        line("d2", "e2", "dora", "20T22:30:00", "20T22:30:01", PAGE_VIEW + assigned("red")));
  }

  /**
   * In a later slot: the second visit goes on over midnight, with another visitor's beacon, another
   * variant and a copy of an order of the first; of the two others one leaves its variant, and one
   * has entered earlier.
   */
  static List<String> late() {
    return List.of(
        line(
            "s",
            "b2",
            "carla",
            "20T23:50:00",
            LATE,
            PAGE_VIEW + ",'assigned':[{'experiment':'ranking','variant':'new'}]"),
        line("s", "b3", "bert", "21T00:10:00", "21T00:10:01", PAGE_VIEW),
        line("s", "b4", "bert", "21T00:15:00", "21T00:15:01", order("o3", "5.50", 2)),
        line("s", "b5", "bert", "21T00:20:00", "21T00:20:01", order("o1", "100.25", 3)),
        line("d1", "d2", "dora", "20T21:40:00", LATE, PAGE_VIEW + assigned("blue")),
        line("d2", "e1", "dora", "20T22:20:00", LATE, PAGE_VIEW + assigned("red")));
  }

  private static String line(
      String session, String id, String visitor, String time, String arrival, String rest) {
    return ("{'beaconId':'%s','sessionId':'%s','visitorId':'%s','site':'%s','timestamp':%d,"
            + "'receivedAt':%d,%s}")
        .formatted(id, session, visitor, SITE, millis(time), millis(arrival), rest)
        .replace('\'', '"');
  }

  private static long millis(String time) {
    return Instant.parse("2024-11-" + time + "Z").toEpochMilli();
  }

  private static String assigned(String variant) {
    return ",'assigned':[{'experiment':'checkout','variant':'" + variant + "'}]";
  }

  private static String order(String id, String revenue, int units) {
    return "'type':'order','order':{'id':'%s','revenue':'%s','units':%d}"
        .formatted(id, revenue, units);
  }

  private static String event(String value) {
    return "'type':'event','event':{" + value + "'name':'add_to_cart'}";
  }

  /** A row, a column a line: its name and its value, instants as times. */
  static String text(Row row) {
    StringBuilder text = new StringBuilder();
    for (String column : row.schema().fieldNames()) {
      text.append(column).append(' ').append(value(row.getAs(column))).append('\n');
    }
    return text.toString();
  }

  private static String value(Object value) {
    if (value instanceof Row struct) {
      List<String> fields = new ArrayList<>();
      for (String field : struct.schema().fieldNames()) {
        fields.add(field + " " + value(struct.getAs(field)));
      }
      return "{" + String.join(", ", fields) + "}";
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      Map<String, String> entries = new TreeMap<>();
      JavaConverters.mapAsJavaMapConverter(map)
          .asJava()
          .forEach((key, of) -> entries.put(value(key), value(of)));
      return entries.toString();
    }
    if (value instanceof scala.collection.Seq<?> list) {
      List<String> elements = new ArrayList<>();
      JavaConverters.seqAsJavaListConverter(list)
          .asJava()
          .forEach(element -> elements.add(value(element)));
      return elements.toString();
    }
    if (value instanceof Long number && number >= FIRST_TIME && number < LAST_TIME) {
      return Instant.ofEpochMilli(number).toString();
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant().toString();
    }
    return value instanceof BigDecimal amount ? amount.toPlainString() : String.valueOf(value);
  }
}
