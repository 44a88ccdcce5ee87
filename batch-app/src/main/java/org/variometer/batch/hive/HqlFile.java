package org.variometer.batch.hive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A file of {@code hive-ddl}: its statements, with the parameters put in. */
final class HqlFile {
  private HqlFile() {}

  /**
   * The statements of a file, without comments.
   *
   * @param name the file's name without its ending
   * @param database the parameter of this name
   * @param location the parameter of this name
   */
  static List<String> statements(String name, String database, String location) {
    String path = "/hive-ddl/" + name + ".hql";
    try (InputStream in = HqlFile.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return statements(new String(in.readAllBytes(), UTF_8)).stream()
          .map(statement -> statement.replace("${database}", database))
          .map(statement -> statement.replace("${location}", quoted(location)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " can't be read", e);
    }
  }

  /**
   * A statement that creates a view, with a property of it.
   *
   * @throws IllegalArgumentException if it has no line AS, before which that belongs
   */
  static String withProperty(String statement, String key, String value) {
    int as = statement.indexOf("\nAS\n");
    if (as < 0) {
      throw new IllegalArgumentException("no line AS in " + statement);
    }
    String property = "\nTBLPROPERTIES ('" + quoted(key) + "' = '" + quoted(value) + "')";
    return statement.substring(0, as) + property + statement.substring(as);
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }

  /** The statements of a text, without comments; each ends with a semicolon, the last one may. */
  static List<String> statements(String text) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at + 1;
      if (text.startsWith("--", at)) {
        end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
        continue;
      }
      if (c == ';') {
        statements.add(statement.toString().strip());
        statement.setLength(0);
        at = end;
        continue;
      }
      if (c == '\'' || c == '"' || c == '`') {
        end = endOfQuoted(text, at);
      }
      statement.append(text, at, end);
      at = end;
    }
    statements.add(statement.toString().strip());
    statements.removeIf(String::isEmpty);
    return statements;
  }

  private static int endOfQuoted(String text, int start) {
    char quote = text.charAt(start);
    int at = start + 1;
    while (at < text.length() && text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' && quote != '`' ? 2 : 1;
    }
    return Math.min(at + 1, text.length());
  }
}
