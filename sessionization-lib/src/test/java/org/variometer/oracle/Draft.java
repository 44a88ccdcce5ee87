package org.variometer.oracle;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A beacon (SPEC §1) on its way to a line: its fields, the timestamp of its Kafka record if any,
 * the style in which it is written, and what is done to the text afterwards.
 */
record Draft(Map<String, Object> fields, OptionalLong arrival, long style, Damage damage) {

  /** As a field's value: the field is left out. */
  static final Object ABSENT =
      new Object() {
        @Override
        public String toString() {
          return "ABSENT";
        }
      };

  /** What happens to the text. */
  enum Damage {
    NONE,
    CUT,
    TRAILING,
    OVERSIZED
  }

  private static final int LIMIT = 256 * 1024;

  /** With these fields over its own. */
  Draft with(Map<String, Object> others) {
    Map<String, Object> merged = new LinkedHashMap<>(fields);
    merged.putAll(others);
    return new Draft(merged, arrival, style, damage);
  }

  /** With another timestamp and arrival; nothing damaged. */
  Draft at(long timestamp, long received, boolean asKafkaTimestamp) {
    Map<String, Object> times = new LinkedHashMap<>();
    times.put("timestamp", timestamp);
    times.put("receivedAt", asKafkaTimestamp ? ABSENT : (Object) received);
    OptionalLong kafka = asKafkaTimestamp ? OptionalLong.of(received) : OptionalLong.empty();
    return new Draft(with(times).fields, kafka, style, Damage.NONE);
  }

  /** Written in another style. */
  Draft styled(long other) {
    return new Draft(fields, arrival, other, damage);
  }

  Oracle.Line line() {
    Map<String, Object> present = new LinkedHashMap<>(fields);
    present.values().removeIf(value -> value == ABSENT);
    String text = BeaconText.write(present, style);
    String damaged =
        switch (damage) {
          case NONE -> text;
          case CUT -> text.substring(0, text.length() / 2);
          case TRAILING -> text + "]";
          case OVERSIZED -> text + " ".repeat(LIMIT);
        };
    return new Oracle.Line(damaged.getBytes(StandardCharsets.UTF_8), arrival);
  }
}
