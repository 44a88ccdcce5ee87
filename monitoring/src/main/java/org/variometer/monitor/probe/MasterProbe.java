package org.variometer.monitor.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.variometer.monitor.rule.Observation;
import org.variometer.monitor.rule.Seen;

/**
 * The Spark master that is alive, of several: its applications, not its drivers, which it calls
 * running also while they fail again and again.
 */
public final class MasterProbe implements Probe<Observation.Master> {
  private static final String ALIVE = "ALIVE";

  private final List<URI> masters;
  private final String application;
  private final JsonPages pages;

  /**
   * Looks at these.
   *
   * @param masters addresses of the masters' pages; none: there is nothing to look at
   * @param application the name of the stream's application
   */
  public MasterProbe(List<URI> masters, String application, JsonPages pages) {
    this.masters = List.copyOf(masters);
    this.application = application;
    this.pages = pages;
  }

  @Override
  public Seen<Observation.Master> look() throws ProbeException, InterruptedException {
    if (masters.isEmpty()) {
      return Seen.unasked();
    }
    JsonNode said = alive();
    List<Instant> applications =
        elements(said, "activeapps")
            .filter(app -> is(app, "name", application))
            .map(app -> Instant.ofEpochMilli(app.path("starttime").asLong()))
            .sorted(Comparator.reverseOrder())
            .toList();
    int workers = (int) elements(said, "workers").filter(w -> is(w, "state", ALIVE)).count();
    return Seen.of(
        new Observation.Master(applications.stream().findFirst(), applications.size(), workers));
  }

  /** What the master says that is alive. */
  public JsonNode alive() throws ProbeException, InterruptedException {
    List<String> problems = new ArrayList<>();
    for (URI master : masters) {
      try {
        JsonNode said = pages.get(master + "/json/");
        if (is(said, "status", ALIVE)) {
          return said;
        }
        problems.add(master + " is " + said.path("status").asText("no master"));
      } catch (ProbeException e) {
        problems.add(e.getMessage());
      }
    }
    throw new ProbeException("no Spark master is alive: " + String.join("; ", problems));
  }

  private static Stream<JsonNode> elements(JsonNode said, String list) {
    return StreamSupport.stream(said.path(list).spliterator(), false);
  }

  private static boolean is(JsonNode node, String field, String value) {
    return node.path(field).asText().equals(value);
  }
}
