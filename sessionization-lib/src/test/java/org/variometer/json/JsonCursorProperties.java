package org.variometer.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.variometer.json.JsonCursor.Kind;

/**
 * The cursor against Jackson's tokens. Jackson is laxer in two things: it does not check all of
 * UTF-8, so the text is decoded strictly before; and it may leave what follows the value unread, so
 * it is made to read on.
 */
class JsonCursorProperties {
  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(10_000).build())
          .build();
  private static final int DEPTH = 8;

  @Property
  void textIsAnObjectIfJacksonSaysSo(@ForAll("texts") String text) {
    byte[] bytes = text.getBytes(UTF_8);

    assertThat(isObject(bytes)).as(text).isEqualTo(isObjectForJackson(bytes));
  }

  @Property
  void damagedTextIsAnObjectIfJacksonSaysSo(
      @ForAll("objects") String text, @ForAll int place, @ForAll byte put, @ForAll boolean ascii) {
    byte[] bytes = text.getBytes(UTF_8);
    byte[] tokens = "{}[]\",:\\u0e-+.tfn 1".getBytes(UTF_8);
    bytes[Math.floorMod(place, bytes.length)] =
        ascii ? tokens[Math.floorMod(put, tokens.length)] : put;

    assertThat(isObject(bytes)).as(new String(bytes, UTF_8)).isEqualTo(isObjectForJackson(bytes));
  }

  @Property
  void keysAndKindsAreJacksons(@ForAll("objects") String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);

    assertThat(members(bytes)).as(text).isEqualTo(membersForJackson(text));
  }

  @Property
  void aStringsTextIsJacksons(@ForAll("strings") String literal) throws IOException {
    byte[] bytes = literal.getBytes(UTF_8);
    JsonText text = new JsonText();
    text.set(bytes, 1, bytes.length - 1);

    String expected;
    try (JsonParser parser = JACKSON.createParser(new StringReader(literal))) {
      parser.nextToken();
      expected = parser.getText();
    }
    boolean whole = new String(expected.getBytes(UTF_8), UTF_8).equals(expected);
    assertThat(text.hasLoneSurrogate()).as(literal).isEqualTo(!whole);
    if (whole) {
      assertThat(text).as(literal).hasToString(expected);
      assertThat(text.contentEquals(expected.getBytes(UTF_8))).isTrue();
      assertThat(text.length()).isEqualTo(expected.getBytes(UTF_8).length);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> tokens =
        Arbitraries.of(
                "{", "}", "[", "]", ",", ":", "\"a\"", "\"\"", "0", "-1.5e+3", "01", "1.", "null",
                "true", "false", "NaN", " ", "\n", "\t", "\\", "\"", "'", "/**/", "\ufeff",
                "\u00a0")
            .list()
            .ofMaxSize(12)
            .map(list -> String.join("", list));
    return Arbitraries.frequencyOf(
        Tuple.of(2, tokens.map(inner -> "{" + inner + "}")),
        Tuple.of(1, tokens),
        Tuple.of(2, objects()),
        Tuple.of(1, objects().map(object -> object + " 7")),
        Tuple.of(1, numbers().map(number -> "{\"a\":" + number + "}")),
        Tuple.of(1, literals().map(literal -> "{" + literal + ":" + literal + "}")));
  }

  /** Well-formed objects. */
  @Provide
  Arbitrary<String> objects() {
    return object(values(3));
  }

  /** Well-formed string literals, their quotes included. */
  @Provide
  Arbitrary<String> strings() {
    Arbitrary<String> escapes =
        Arbitraries.of(
            "\\\"",
            "\\\\",
            "\\/",
            "\\b",
            "\\f",
            "\\n",
            "\\r",
            "\\t",
            "\\u0041",
            "\\u00e4",
            "\\uFF61",
            "\\ud83d",
            "\\uDE00",
            "\\ud83d\\ude00",
            "\\u0000",
            "\\uD800",
            "\\uDFFF");
    Arbitrary<String> plain =
        Arbitraries.of(
            "a", "12345678", " ", "ä", "ࠀ", "😀", "\u007f", "'", "{", "d83d", "u0041", "\uffff");
    return Arbitraries.oneOf(escapes, plain)
        .list()
        .ofMaxSize(8)
        .map(parts -> '"' + String.join("", parts) + '"');
  }

  private Arbitrary<String> values(int depth) {
    Arbitrary<String> leaves =
        Arbitraries.oneOf(
            strings(),
            Arbitraries.of(
                "0", "-0", "10", "-1.5", "2e5", "3E-7", "0.0e+0", "true", "false", "null"));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<String> array =
        values(depth - 1).list().ofMaxSize(3).map(list -> "[" + String.join(" ,", list) + "]");
    return Arbitraries.oneOf(leaves, array, object(values(depth - 1)));
  }

  private Arbitrary<String> object(Arbitrary<String> values) {
    return Combinators.combine(strings(), values)
        .as((key, value) -> key + ": " + value)
        .list()
        .ofMaxSize(3)
        .map(members -> "{" + String.join(",\n", members) + "}");
  }

  /** Mostly numbers. */
  private Arbitrary<String> numbers() {
    return Arbitraries.strings().withChars("0011.-+eE").ofMaxLength(7);
  }

  /** Mostly string literals. */
  private Arbitrary<String> literals() {
    return Arbitraries.strings()
        .withChars("abu0019\\\\/\"\n\u001f\u007fä")
        .ofMaxLength(8)
        .map(inner -> '"' + inner + '"');
  }

  private static boolean isObject(byte[] bytes) {
    JsonCursor cursor = new JsonCursor(DEPTH);
    cursor.reset(bytes, 0, bytes.length);
    if (!cursor.enterObject()) {
      assertThat(cursor.malformed()).isTrue();
      return false;
    }
    while (cursor.nextField()) {
      if (!cursor.skipValue()) {
        assertThat(cursor.malformed()).isTrue();
        return false;
      }
    }
    return !cursor.malformed() && cursor.atEnd();
  }

  private static boolean isObjectForJackson(byte[] bytes) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return false;
    }
    int depth = 0;
    try (JsonParser parser = JACKSON.createParser(new StringReader(text))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth > DEPTH || (depth == 0 && !token.isStructEnd())) {
          return false;
        }
        if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
          parser.getText();
        }
        if (depth == 0) {
          return parser.nextToken() == null;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private record Member(String key, Kind kind) {}

  private static List<Member> members(byte[] bytes) {
    List<Member> members = new ArrayList<>();
    JsonCursor cursor = new JsonCursor(DEPTH);
    cursor.reset(bytes, 0, bytes.length);
    cursor.enterObject();
    while (cursor.nextField()) {
      String key = cursor.key().hasLoneSurrogate() ? "?" : cursor.key().toString();
      members.add(new Member(key, JsonCursor.kindAt(bytes, cursor.position())));
      assertThat(cursor.skipValue()).isTrue();
    }
    assertThat(cursor.malformed()).isFalse();
    return members;
  }

  private static List<Member> membersForJackson(String text) throws IOException {
    List<Member> members = new ArrayList<>();
    try (JsonParser parser = JACKSON.createParser(new StringReader(text))) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        boolean whole = new String(key.getBytes(UTF_8), UTF_8).equals(key);
        members.add(new Member(whole ? key : "?", kind(parser.nextToken())));
        parser.skipChildren();
      }
    }
    return members;
  }

  private static Kind kind(JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> Kind.STRING;
      case VALUE_TRUE -> Kind.TRUE;
      case VALUE_FALSE -> Kind.FALSE;
      case VALUE_NULL -> Kind.NULL;
      case START_OBJECT -> Kind.OBJECT;
      case START_ARRAY -> Kind.ARRAY;
      default -> Kind.NUMBER;
    };
  }
}
