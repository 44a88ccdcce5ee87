package org.variometer.oracle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A naive strict JSON reader: what SPEC §1 calls exactly one JSON object, or nothing. */
final class JsonReader {

  private static final int MAX_NESTING = 64;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** The one object that the bytes hold, or empty when they are {@code malformed_json}. */
  static Optional<Json.Obj> readObject(byte[] bytes) {
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return Optional.of(new JsonReader(text).wholeText());
    } catch (CharacterCodingException | Malformed e) {
      return Optional.empty();
    }
  }

  private Json.Obj wholeText() throws Malformed {
    skipSpace();
    if (peek() != '{') {
      throw new Malformed();
    }
    Json.Obj object = object(1);
    skipSpace();
    if (at < text.length()) {
      throw new Malformed();
    }
    return object;
  }

  /** Reads a value; an object or array that begins here is on the given level of nesting. */
  private Json value(int level) throws Malformed {
    return switch (peek()) {
      case '{' -> object(level);
      case '[' -> array(level);
      case '"' -> new Json.Str(string());
      case 't' -> word("true", new Json.Bool(true));
      case 'f' -> word("false", new Json.Bool(false));
      case 'n' -> word("null", new Json.Null());
      default -> number();
    };
  }

  private Json.Obj object(int level) throws Malformed {
    if (level > MAX_NESTING) {
      throw new Malformed();
    }
    Map<String, Json> fields = new LinkedHashMap<>();
    expect('{');
    skipSpace();
    if (accept('}')) {
      return new Json.Obj(fields);
    }
    do {
      skipSpace();
      String key = string();
      skipSpace();
      expect(':');
      skipSpace();
      fields.put(key, value(level + 1));
      skipSpace();
    } while (accept(','));
    expect('}');
    return new Json.Obj(fields);
  }

  private Json.Arr array(int level) throws Malformed {
    if (level > MAX_NESTING) {
      throw new Malformed();
    }
    List<Json> elements = new ArrayList<>();
    expect('[');
    skipSpace();
    if (accept(']')) {
      return new Json.Arr(elements);
    }
    do {
      skipSpace();
      elements.add(value(level + 1));
      skipSpace();
    } while (accept(','));
    expect(']');
    return new Json.Arr(elements);
  }

  private String string() throws Malformed {
    expect('"');
    StringBuilder content = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return content.toString();
      }
      if (c < 0x20) {
        throw new Malformed();
      }
      content.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() throws Malformed {
    return switch (next()) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) (hexDigit() << 12 | hexDigit() << 8 | hexDigit() << 4 | hexDigit());
      default -> throw new Malformed();
    };
  }

  private int hexDigit() throws Malformed {
    int digit = "0123456789abcdefABCDEF".indexOf(next());
    if (digit < 0) {
      throw new Malformed();
    }
    return digit < 16 ? digit : digit - 6;
  }

  private Json word(String word, Json meaning) throws Malformed {
    if (!text.startsWith(word, at)) {
      throw new Malformed();
    }
    at += word.length();
    return meaning;
  }

  private Json number() throws Malformed {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw new Malformed();
    }
    at = matcher.end();
    return new Json.Num(matcher.group());
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws Malformed {
    if (at >= text.length()) {
      throw new Malformed();
    }
    return text.charAt(at);
  }

  private char next() throws Malformed {
    char c = peek();
    at++;
    return c;
  }

  private boolean accept(char wanted) throws Malformed {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char wanted) throws Malformed {
    if (!accept(wanted)) {
      throw new Malformed();
    }
  }

  /** The text is no JSON. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
