package org.variometer.beacon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.variometer.json.JsonCursor;
import org.variometer.json.JsonCursor.Kind;
import org.variometer.json.JsonText;

/**
 * Where the known fields of a JSON object lie, and what they say. Of equal keys the last stands, a
 * field that is null is absent, unknown fields are passed over. Reusable, for one thread.
 */
final class ObjectFields {
  private static final int ABSENT = -1;

  private final byte[][] names;
  private final int[][] fieldsByLength;
  private final int[] start;
  private final int[] stop;
  private final JsonText text = new JsonText();
  private byte[] bytes;

  /** Names the fields; a name's place in {@code names} is the field's number from here on. */
  ObjectFields(String... names) {
    this.names = new byte[names.length][];
    this.start = new int[names.length];
    this.stop = new int[names.length];
    for (int field = 0; field < names.length; field++) {
      this.names[field] = names[field].getBytes(US_ASCII);
    }
    int maxLength = Arrays.stream(names).mapToInt(String::length).max().orElse(0);
    this.fieldsByLength =
        IntStream.rangeClosed(0, maxLength)
            .mapToObj(
                length ->
                    IntStream.range(0, names.length)
                        .filter(field -> names[field].length() == length)
                        .toArray())
            .toArray(int[][]::new);
  }

  /**
   * Reads the object at the cursor, which walks over {@code source}, to its end.
   *
   * @return false if there is none, or the text is malformed
   */
  boolean read(JsonCursor cursor, byte[] source) {
    bytes = source;
    Arrays.fill(start, ABSENT);
    if (!cursor.enterObject()) {
      return false;
    }
    while (cursor.nextField()) {
      int field = fieldOf(cursor.key());
      int begin = cursor.position();
      if (!cursor.skipValue()) {
        return false;
      }
      if (field >= 0) {
        start[field] = JsonCursor.kindAt(source, begin) == Kind.NULL ? ABSENT : begin;
        stop[field] = cursor.position();
      }
    }
    return !cursor.malformed();
  }

  boolean has(int field) {
    return start[field] != ABSENT;
  }

  /** The offset of the field's first byte; the field must be there. */
  int start(int field) {
    return start[field];
  }

  /** The offset behind the field's last byte; the field must be there. */
  int stop(int field) {
    return stop[field];
  }

  /** The kind of the field's value, {@link Kind#NULL} if it is absent. */
  Kind kind(int field) {
    return has(field) ? JsonCursor.kindAt(bytes, start[field]) : Kind.NULL;
  }

  /** Reads an id or name into {@link #text()}: absent is blank, no string is bad. */
  TextForm readText(int field) {
    return switch (kind(field)) {
      case NULL -> TextForm.BLANK;
      case STRING -> {
        text.set(bytes, start[field] + 1, stop[field] - 1);
        yield TextForm.of(text);
      }
      default -> TextForm.BAD;
    };
  }

  /** The string that was read last. */
  JsonText text() {
    return text;
  }

  /** The field's integer, {@link JsonNumbers#NO_INTEGER} if it is anything else. */
  long integer(int field) {
    return kind(field) == Kind.NUMBER
        ? JsonNumbers.integer(bytes, start[field], stop[field])
        : JsonNumbers.NO_INTEGER;
  }

  /** The double nearest to the field's number, NaN if it is anything else. */
  double number(int field) {
    return kind(field) == Kind.NUMBER
        ? JsonNumbers.nearestDouble(bytes, start[field], stop[field])
        : Double.NaN;
  }

  /** The field's money-like value in micros, {@link Micros#INVALID} if it is anything else. */
  long amount(int field) {
    return switch (kind(field)) {
      case NUMBER -> Micros.parseNumber(bytes, start[field], stop[field]);
      case STRING -> {
        text.set(bytes, start[field] + 1, stop[field] - 1);
        yield Micros.parseText(text.bytes(), text.from(), text.to());
      }
      default -> Micros.INVALID;
    };
  }

  private int fieldOf(JsonText key) {
    int length = key.length();
    if (length == 0 || length >= fieldsByLength.length) {
      return -1;
    }
    byte first = key.bytes()[key.from()];
    for (int field : fieldsByLength[length]) {
      if (names[field][0] == first && key.contentEquals(names[field])) {
        return field;
      }
    }
    return -1;
  }
}
