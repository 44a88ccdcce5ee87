package org.variometer.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes the same beacon in many ways (SPEC §1): style 0 plainly, any other with escapes, odd
 * whitespace, reordered and duplicate keys. The value is not affected: of equal keys the last
 * stands.
 *
 * <p>Maps, lists, strings, and {@link Raw} for all the rest.
 */
final class BeaconText {

  /** JSON text that is written as it is. */
  record Raw(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  private final Random random;
  private final boolean plain;
  private final StringBuilder out = new StringBuilder();

  private BeaconText(long style) {
    plain = style == 0;
    random = new Random(style);
  }

  static String write(Object value, long style) {
    BeaconText text = new BeaconText(style);
    text.space();
    text.value(value);
    String written = text.out.toString();
    return text.chance(10) ? written + " \t" : written;
  }

  private void value(Object value) {
    if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof List<?> list) {
      array(list);
    } else if (value instanceof String string) {
      string(string);
    } else {
      out.append(value);
    }
  }

  private void object(Map<?, ?> map) {
    List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
    if (!plain) {
      Collections.shuffle(entries, random);
    }
    out.append('{');
    String comma = "";
    for (Map.Entry<?, ?> entry : entries) {
      if (chance(5)) {
        out.append(comma);
        field((String) entry.getKey(), junk());
        comma = ",";
      }
      out.append(comma);
      field((String) entry.getKey(), entry.getValue());
      comma = ",";
    }
    space();
    out.append('}');
  }

  /** What an earlier equal key may hold. */
  private Object junk() {
    List<String> choices = List.of("null", "7", "\"x\"", "[{}]", "{\"a\":1}", "false", "1e400");
    return new Raw(choices.get(random.nextInt(choices.size())));
  }

  private void field(String key, Object value) {
    space();
    string(key);
    space();
    out.append(':');
    space();
    value(value);
    space();
  }

  private void array(List<?> list) {
    out.append('[');
    String comma = "";
    for (Object element : list) {
      out.append(comma);
      space();
      value(element);
      space();
      comma = ",";
    }
    out.append(']');
  }

  private void string(String string) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      character(string, i);
    }
    out.append('"');
  }

  private void character(String string, int i) {
    char c = string.charAt(i);
    if (c < 0x20 || isLoneSurrogate(string, i) || (!Character.isSurrogate(c) && chance(8))) {
      escape(c);
    } else if (c == '"' || c == '\\' || (c == '/' && chance(2))) {
      out.append('\\').append(c);
    } else {
      out.append(c);
    }
  }

  private static boolean isLoneSurrogate(String string, int i) {
    char c = string.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == string.length() || !Character.isLowSurrogate(string.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(string.charAt(i - 1)));
  }

  private void escape(char c) {
    String digits = chance(2) ? "0123456789ABCDEF" : "0123456789abcdef";
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(digits.charAt(c >> shift & 0xF));
    }
  }

  private void space() {
    if (chance(6)) {
      List<String> spaces = List.of(" ", "  ", "\t", " \t ", "\r ");
      out.append(spaces.get(random.nextInt(spaces.size())));
    }
  }

  /** Once in so many times; never in the plain style. */
  private boolean chance(int times) {
    return !plain && random.nextInt(times) == 0;
  }
}
