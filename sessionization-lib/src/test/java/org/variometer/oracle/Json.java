package org.variometer.oracle;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value as a beacon carries it (SPEC §1); numbers are kept as their source text. */
sealed interface Json {

  /** An object; of equal keys the last stands. */
  record Obj(Map<String, Json> fields) implements Json {

    /** The field's value; {@code null} as a field's value is the same as absent. */
    Optional<Json> get(String name) {
      return Optional.ofNullable(fields.get(name)).filter(value -> !(value instanceof Null));
    }
  }

  /** An array. */
  record Arr(List<Json> elements) implements Json {}

  /** A string, unescaped; may hold lone surrogates. */
  record Str(String text) implements Json {}

  /** A number, exactly as written. */
  record Num(String source) implements Json {}

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements Json {}

  /** {@code null}. */
  record Null() implements Json {}
}
