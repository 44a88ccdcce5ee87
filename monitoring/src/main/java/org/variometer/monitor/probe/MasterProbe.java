package org.variometer.monitor.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.variometer.monitor.rule.Observation;
import org.variometer.monitor.rule.Seen;

/**
 * The Spark master that is alive, of several: its applications; its drivers say little, because it
 * calls them running also while they fail again and again.
 */
public final class MasterProbe implements Probe<Observation.Master> {
  private static final String ALIVE = "ALIVE";

  /** Where a driver is that waits for one. */
  private static final String NO_WORKER = "None";

  private final List<URI> masters;
  private final String application;
  private final String driverClass;
  private final JsonPages pages;

  /**
   * Looks at these.
   *
   * @param masters addresses of the masters' pages; none: there is nothing to look at
   * @param application the name of the stream's application
   * @param driverClass the class that its driver runs; another stream's may do so, too
   */
  public MasterProbe(List<URI> masters, String application, String driverClass, JsonPages pages) {
    this.masters = List.copyOf(masters);
    this.application = application;
    this.driverClass = driverClass;
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
            .map(MasterProbe::start)
            .sorted(Comparator.reverseOrder())
            .toList();
    List<String> workers =
        elements(said, "workers")
            .filter(worker -> is(worker, "state", ALIVE))
            .map(worker -> worker.path("id").asText())
            .toList();
    Optional<Observation.Ended> ended =
        elements(said, "completedapps")
            .filter(app -> is(app, "name", application))
            .map(MasterProbe::ended)
            .max(Comparator.comparing(Observation.Ended::start));
    Optional<Instant> driver =
        elements(said, "activedrivers")
            .filter(one -> is(one, "mainclass", driverClass))
            .filter(one -> is(one, "worker", NO_WORKER) || workers.contains(worker(one)))
            .map(MasterProbe::start)
            .max(Comparator.naturalOrder());
    return Seen.of(
        new Observation.Master(
            applications.stream().findFirst(), applications.size(), workers.size(), ended, driver));
  }

  private static String worker(JsonNode driver) {
    return driver.path("worker").asText();
  }

  /** Of an application, or of a driver, which has it as text. */
  private static Instant start(JsonNode node) {
    return Instant.ofEpochMilli(node.path("starttime").asLong());
  }

  private static Observation.Ended ended(JsonNode app) {
    Instant start = start(app);
    return new Observation.Ended(start, start.plusMillis(app.path("duration").asLong()));
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
