package org.variometer.monitor.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.variometer.monitor.rule.Observation;
import org.variometer.monitor.rule.Seen;

/**
 * The stream's own Spark: its micro-batches of the last five minutes, and its tasks. All by the
 * clock of that Spark.
 */
public final class DriverProbe implements Probe<Observation.Driver> {
  private static final Duration RECENT = Duration.ofMinutes(5);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'GMT'").withZone(ZoneOffset.UTC);

  private final Address address;
  private final JsonPages pages;

  /** Where it answers. */
  public interface Address {
    /** Its address without a slash at its end; empty where it has none, or that is not known. */
    Optional<String> get();
  }

  /** Looks there. */
  public DriverProbe(Address address, JsonPages pages) {
    this.address = address;
    this.pages = pages;
  }

  @Override
  public Seen<Observation.Driver> look() throws ProbeException, InterruptedException {
    Optional<String> url = address.get();
    if (url.isEmpty()) {
      return Seen.unasked();
    }
    String applications = url.get() + "/api/v1/applications";
    JsonNode first = pages.get(applications).path(0).path("id");
    if (first.isMissingNode()) {
      throw new ProbeException(applications + " names no application");
    }
    String application = applications + "/" + first.asText();
    pages.get(application + "/streaming/statistics");
    List<JsonNode> batches = new ArrayList<>();
    pages.get(application + "/streaming/batches").forEach(batches::add);
    return Seen.of(view(batches, longestTask(application)));
  }

  private static Observation.Driver view(List<JsonNode> batches, Duration longestTask) {
    Instant from = newestTime(batches).minus(RECENT);
    int failed = 0;
    int succeeded = 0;
    for (JsonNode batch : batches) {
      boolean recent = time(batch, "batchTime").filter(from::isBefore).isPresent();
      if (recent && batch.path("numFailedOutputOps").asInt() > 0) {
        failed++;
      } else if (recent && batch.path("status").asText().equals("COMPLETED")) {
        succeeded++;
      }
    }
    return new Observation.Driver(
        succeeded,
        failed,
        newest(batches, "schedulingDelay"),
        newest(batches, "totalDelay"),
        longestTask);
  }

  /** Micro-batches are made by the clock, also while others wait: the newest one's time is now. */
  private static Instant newestTime(List<JsonNode> batches) {
    return batches.stream()
        .flatMap(batch -> time(batch, "batchTime").stream())
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /** What the newest micro-batch says that says it. */
  private static Duration newest(List<JsonNode> batches, String field) {
    return batches.stream()
        .filter(batch -> batch.hasNonNull(field))
        .max(Comparator.comparingLong(batch -> batch.path("batchId").asLong()))
        .map(batch -> Duration.ofMillis(batch.path(field).asLong()))
        .orElse(Duration.ZERO);
  }

  private Duration longestTask(String application) throws ProbeException, InterruptedException {
    Duration longest = Duration.ZERO;
    for (JsonNode stage : pages.get(application + "/stages?status=active")) {
      String tasks =
          application
              + "/stages/"
              + stage.path("stageId").asInt()
              + "/"
              + stage.path("attemptId").asInt()
              + "/taskList?length=100000&status=running";
      for (JsonNode task : running(tasks)) {
        Duration runs = Duration.ofMillis(task.path("duration").asLong());
        longest = runs.compareTo(longest) > 0 ? runs : longest;
      }
    }
    return longest;
  }

  private JsonNode running(String tasks) throws ProbeException, InterruptedException {
    try {
      return pages.get(tasks);
    } catch (ProbeException e) {
      // The stage may have ended since.
      return MissingNode.getInstance();
    }
  }

  private static Optional<Instant> time(JsonNode node, String field) {
    try {
      return Optional.of(Instant.from(TIME.parse(node.path(field).asText())));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
