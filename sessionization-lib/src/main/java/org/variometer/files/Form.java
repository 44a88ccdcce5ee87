package org.variometer.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The version of the form in which something is kept: what a later release wrote is refused. */
public final class Form {
  /** The field that says it. */
  public static final String FIELD = "form";

  private Form() {}

  /**
   * Makes sure that what is kept can be understood.
   *
   * @param form the one that this release reads
   * @throws IOException if it is of another
   */
  public static void require(JsonNode kept, int form) throws IOException {
    int found = kept.path(FIELD).asInt();
    if (found != form) {
      throw new IOException(
          "it has form "
              + found
              + ", this release reads form "
              + form
              + ": use the release that wrote it, or a later one");
    }
  }
}
