package org.variometer.json;

/**
 * A cursor over JSON text (RFC 8259) in a byte array, stricter than parsers for general use: UTF-8
 * must be well formed (RFC 3629), nesting is bounded, nothing but white space may surround the
 * value. Bad text is a state ({@link #malformed()}), never an exception; numbers are delimited, not
 * evaluated, so that their length and exponent cost nothing.
 *
 * <p>Use: {@link #reset}, then {@link #enterObject}, then {@link #nextField} until it returns
 * false; each value is consumed by {@link #skipValue} (or by entering it). A cursor is reusable and
 * belongs to one thread.
 */
public final class JsonCursor {
  /** Kinds of JSON values, told by their first byte. */
  public enum Kind {
    /** A string. */
    STRING,
    /** A number. */
    NUMBER,
    /** {@code true}. */
    TRUE,
    /** {@code false}. */
    FALSE,
    /** {@code null}. */
    NULL,
    /** An object. */
    OBJECT,
    /** An array. */
    ARRAY
  }

  private final int maxDepth;
  private final JsonText key = new JsonText();
  private byte[] buffer = new byte[0];
  private int position;
  private int end;
  private int depth;
  private boolean first;
  private boolean malformed;

  /**
   * Reads text nested up to {@code maxDepth}.
   *
   * @param maxDepth the deepest nesting accepted; the outermost object or array is level 1
   */
  public JsonCursor(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  /** Starts at {@code from} (inclusive) in {@code bytes}, which end at {@code to} (exclusive). */
  public void reset(byte[] bytes, int from, int to) {
    this.buffer = bytes;
    this.position = from;
    this.end = to;
    this.depth = 0;
    this.malformed = false;
    skipWhitespace();
  }

  /** Whether anything read so far breaks the grammar; from then on every move returns false. */
  public boolean malformed() {
    return malformed;
  }

  /** The offset of the next unread byte. */
  public int position() {
    return position;
  }

  /** Whether nothing but white space is left. */
  public boolean atEnd() {
    skipWhitespace();
    return position == end;
  }

  /** The key of the field that {@link #nextField} found, escapes resolved. */
  public JsonText key() {
    return key;
  }

  /** The kind of the value at {@code offset}, which must be the first byte of a checked value. */
  public static Kind kindAt(byte[] bytes, int offset) {
    return switch (bytes[offset]) {
      case '"' -> Kind.STRING;
      case '{' -> Kind.OBJECT;
      case '[' -> Kind.ARRAY;
      case 't' -> Kind.TRUE;
      case 'f' -> Kind.FALSE;
      case 'n' -> Kind.NULL;
      default -> Kind.NUMBER;
    };
  }

  /** Steps into the object that begins here; false (and malformed) if none does. */
  public boolean enterObject() {
    return enter('{');
  }

  /** Steps into the array that begins here; false (and malformed) if none does. */
  public boolean enterArray() {
    return enter('[');
  }

  /** Moves to the value of the object's next field; false at its end or where it is malformed. */
  public boolean nextField() {
    if (!nextMember('}')) {
      return false;
    }
    if (position >= end || buffer[position] != '"') {
      return fail();
    }
    int from = position + 1;
    if (!skipString()) {
      return false;
    }
    key.set(buffer, from, position - 1);
    skipWhitespace();
    if (position >= end || buffer[position] != ':') {
      return fail();
    }
    position++;
    skipWhitespace();
    return position < end || fail();
  }

  /** Moves to the array's next element; false at its end or where it is malformed. */
  public boolean nextElement() {
    return nextMember(']');
  }

  /** Consumes and checks the value that begins here, whatever it is. */
  public boolean skipValue() {
    if (malformed || position >= end) {
      return fail();
    }
    switch (buffer[position]) {
      case '"':
        return skipString();
      case '{':
        if (!enterObject()) {
          return false;
        }
        while (nextField()) {
          if (!skipValue()) {
            return false;
          }
        }
        return !malformed;
      case '[':
        if (!enterArray()) {
          return false;
        }
        while (nextElement()) {
          if (!skipValue()) {
            return false;
          }
        }
        return !malformed;
      case 't':
        return skipLiteral("true");
      case 'f':
        return skipLiteral("false");
      case 'n':
        return skipLiteral("null");
      default:
        return skipNumber();
    }
  }

  private boolean enter(char open) {
    if (malformed || position >= end || buffer[position] != open || depth == maxDepth) {
      return fail();
    }
    position++;
    depth++;
    first = true;
    return true;
  }

  private boolean nextMember(char close) {
    if (malformed) {
      return false;
    }
    skipWhitespace();
    if (position >= end) {
      return fail();
    }
    if (buffer[position] == close) {
      position++;
      depth--;
      first = false;
      return false;
    }
    if (!first) {
      if (buffer[position] != ',') {
        return fail();
      }
      position++;
      skipWhitespace();
    }
    first = false;
    return position < end || fail();
  }

  private void skipWhitespace() {
    while (position < end) {
      byte b = buffer[position];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return;
      }
      position++;
    }
  }

  private boolean skipLiteral(String literal) {
    int length = literal.length();
    if (end - position < length) {
      return fail();
    }
    for (int i = 0; i < length; i++) {
      if (buffer[position + i] != literal.charAt(i)) {
        return fail();
      }
    }
    position += length;
    return true;
  }

  private boolean skipNumber() {
    int p = position;
    if (buffer[p] == '-') {
      p++;
    }
    if (p < end && buffer[p] == '0') {
      p++;
    } else {
      int digits = skipDigits(p);
      if (digits == p) {
        return fail();
      }
      p = digits;
    }
    if (p < end && buffer[p] == '.') {
      int digits = skipDigits(p + 1);
      if (digits == p + 1) {
        return fail();
      }
      p = digits;
    }
    if (p < end && (buffer[p] | 0x20) == 'e') {
      p++;
      if (p < end && (buffer[p] == '+' || buffer[p] == '-')) {
        p++;
      }
      int digits = skipDigits(p);
      if (digits == p) {
        return fail();
      }
      p = digits;
    }
    position = p;
    return true;
  }

  private int skipDigits(int from) {
    int p = from;
    while (p < end && buffer[p] >= '0' && buffer[p] <= '9') {
      p++;
    }
    return p;
  }

  private boolean skipString() {
    byte[] bytes = buffer;
    int p = position + 1;
    while (true) {
      p = Bytes.endOfPlain(bytes, p, end);
      if (p == end) {
        return fail();
      }
      byte b = bytes[p];
      if (b == '"') {
        position = p + 1;
        return true;
      }
      int length = b == '\\' ? escapeLength(p) : Utf8.sequenceLength(bytes, p, end);
      if (length < 2) {
        // A single byte that is not plain is a control character.
        return fail();
      }
      p += length;
    }
  }

  private int escapeLength(int backslash) {
    if (backslash + 1 >= end) {
      return 0;
    }
    switch (buffer[backslash + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
        return 2;
      case 'u':
        if (end - backslash < 6) {
          return 0;
        }
        for (int i = 2; i < 6; i++) {
          if (Character.digit(buffer[backslash + i], 16) < 0) {
            return 0;
          }
        }
        return 6;
      default:
        return 0;
    }
  }

  private boolean fail() {
    malformed = true;
    return false;
  }
}
