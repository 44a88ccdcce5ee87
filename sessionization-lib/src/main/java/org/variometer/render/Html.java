package org.variometer.render;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds HTML with SVG in it. Whatever is put in is text or an attribute's value and escaped: there
 * is no way past that. Tags and attributes are names of ours. What comes of it is XML as well.
 */
final class Html {
  private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  Html open(String tag, String... attributes) {
    tag(tag, attributes);
    out.append('>');
    open.push(tag);
    return this;
  }

  /** An element without content, such as {@code meta}. */
  Html empty(String tag, String... attributes) {
    tag(tag, attributes);
    out.append("/>");
    return this;
  }

  /** An element with text in it. */
  Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  private void tag(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  /** Closes the element that was opened last. */
  Html close() {
    String tag = open.pop();
    out.append("</").append(tag).append('>');
    // Within a sentence a line feed would be a space.
    if (!tag.equals("bdi")) {
      out.append('\n');
    }
    return this;
  }

  /** Text. */
  Html text(String text) {
    escape(text);
    return this;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }

  /** The page; all elements must be closed. */
  String page() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return out.toString();
  }
}
