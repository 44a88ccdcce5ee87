package org.variometer.monitor.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What the monitor decided and did, a JSON object a line; lines are only ever added. */
public final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String region;

  /**
   * A log in this file.
   *
   * @param region the pipeline's region
   */
  public AuditLog(Path file, String region) {
    this.file = file;
    this.region = region;
  }

  /**
   * Adds a line.
   *
   * @param at when
   * @param event what happened, one word
   * @param more what is to be said of it, by name
   */
  public void add(Instant at, String event, Map<String, String> more) throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("at", at.toString());
    line.put("region", region);
    line.put("event", event);
    new TreeMap<>(more).forEach(line::put);
    Files.write(
        file, (line + "\n").getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
