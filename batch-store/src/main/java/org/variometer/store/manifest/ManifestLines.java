package org.variometer.store.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.beacon.RejectReason;
import org.variometer.files.Form;
import org.variometer.local.Accounting;
import org.variometer.session.SessionCounts;

/**
 * A manifest as lines of JSON, which Hive can read too: one of the run, one of each file, one that
 * says that these were all.
 */
final class ManifestLines {
  /** The version of this form. */
  private static final int FORM = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ManifestLines() {}

  static byte[] write(Manifest manifest) {
    StringBuilder lines = new StringBuilder();
    ObjectNode run = JSON.createObjectNode();
    run.put("kind", "run");
    run.put("slot", manifest.slot());
    run.put("run", manifest.run());
    run.put(Form.FIELD, FORM);
    run.put("minutes", manifest.minutes());
    run.put("buckets", manifest.buckets());
    run.set("offsets", JSON.valueToTree(manifest.offsets()));
    run.put("topic", manifest.topic());
    run.put("begin", manifest.sealing().begin());
    run.put("sealed", manifest.sealing().through());
    run.put("written_from", manifest.sealing().writtenFrom());
    run.put("touched_from", manifest.sealing().touchedFrom());
    run.set("counts", counts(manifest.counts()));
    run.set("sum", counts(manifest.sum()));
    run.put("lost", manifest.lost());
    run.set("seconds", JSON.valueToTree(manifest.seconds()));
    run.put("code", manifest.ranWith().code());
    run.put("configuration", manifest.ranWith().configuration());
    run.put("rules", manifest.ranWith().rules());
    run.put("visitor_key", manifest.ranWith().visitorKey());
    run.set("metrics", JSON.valueToTree(manifest.metrics()));
    run.put("settled_before", manifest.settledBefore());
    lines.append(run);
    append("file", manifest.files(), lines);
    append("dropped", manifest.dropped(), lines);
    return lines.toString().getBytes(UTF_8);
  }

  /** What the last line says besides its checksum. */
  static Map<String, String> end(Manifest manifest) {
    return Map.of("kind", "end", "slot", manifest.slot(), "run", manifest.run());
  }

  /** A line that says what the run wrote to the database. */
  static byte[] write(Manifest manifest, Written written) {
    ObjectNode line = JSON.createObjectNode();
    line.put("kind", "written");
    line.put("slot", manifest.slot());
    line.put("run", manifest.run());
    line.put(Form.FIELD, FORM);
    line.put("points", written.points());
    line.put("zeros", written.zeros());
    line.put("seconds", written.seconds());
    return line.toString().getBytes(UTF_8);
  }

  static Written readWritten(byte[] bytes) throws IOException {
    JsonNode line = JSON.readTree(bytes);
    Form.require(line, FORM);
    return new Written(
        line.path("points").asLong(), line.path("zeros").asLong(), line.path("seconds").asDouble());
  }

  private static void append(String kind, List<TableFile> files, StringBuilder lines) {
    for (TableFile file : files) {
      ObjectNode line = JSON.createObjectNode().put("kind", kind);
      line.put("table", file.table());
      line.put("partition", file.partition());
      line.put("bucket", file.bucket());
      line.put("level", file.level());
      line.put("path", file.path());
      line.put("rows", file.rows());
      if (file.latestArrival() != TableFile.NO_ARRIVAL) {
        line.put("latest_arrival", file.latestArrival());
      }
      lines.append('\n').append(line);
    }
  }

  private static ObjectNode counts(Accounting counts) {
    ObjectNode node = JSON.createObjectNode();
    node.put("read", counts.read());
    node.put("accepted", counts.accepted());
    ObjectNode rejected = node.putObject("rejected");
    counts.rejected().forEach((reason, count) -> rejected.put(reason.wireName(), count));
    node.put("used", counts.counts().used());
    node.put("duplicate", counts.counts().duplicate());
    node.put("quarantined", counts.counts().quarantined());
    node.put("ignored_performance", counts.ignoredPerformance());
    node.put("sessions", counts.counts().sessions());
    node.put("visits", counts.counts().visits());
    return node;
  }

  static Manifest read(byte[] bytes) throws IOException {
    JsonNode run = null;
    List<TableFile> files = new ArrayList<>();
    List<TableFile> dropped = new ArrayList<>();
    for (String text : new String(bytes, UTF_8).split("\n", -1)) {
      JsonNode line = text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
      switch (line.path("kind").asText()) {
        case "run" -> run = line;
        case "file" -> files.add(file(line));
        case "dropped" -> dropped.add(file(line));
        default -> {}
      }
    }
    if (run == null) {
      throw new IOException("no line of a run");
    }
    return manifest(run, files, dropped);
  }

  private static Manifest manifest(JsonNode line, List<TableFile> files, List<TableFile> dropped)
      throws IOException {
    Form.require(line, FORM);
    SortedMap<String, Double> seconds = new TreeMap<>();
    line.path("seconds")
        .fields()
        .forEachRemaining(s -> seconds.put(s.getKey(), s.getValue().asDouble()));
    SortedMap<String, String> metrics = new TreeMap<>();
    line.path("metrics")
        .fields()
        .forEachRemaining(m -> metrics.put(m.getKey(), m.getValue().asText()));
    return new Manifest(
        line.path("slot").asText(),
        line.path("run").asText(),
        line.path("minutes").asLong(),
        line.path("buckets").asInt(),
        offsets(line.path("offsets")),
        line.path("topic").asText(),
        new Manifest.Sealing(
            line.path("begin").asLong(),
            line.path("sealed").asLong(),
            line.path("written_from").asLong(),
            line.path("touched_from").asLong()),
        accounting(line.path("counts")),
        accounting(line.path("sum")),
        line.path("lost").asLong(),
        seconds,
        new Manifest.RanWith(
            line.path("code").asText(),
            line.path("configuration").asText(),
            line.path("rules").asText(),
            line.path("visitor_key").asText()),
        metrics,
        files,
        dropped,
        line.path("settled_before").asText());
  }

  private static SortedMap<Integer, List<Long>> offsets(JsonNode node) {
    SortedMap<Integer, List<Long>> offsets = new TreeMap<>();
    node.fields()
        .forEachRemaining(
            partition ->
                offsets.put(
                    Integer.valueOf(partition.getKey()),
                    List.of(
                        partition.getValue().path(0).asLong(),
                        partition.getValue().path(1).asLong())));
    return offsets;
  }

  private static Accounting accounting(JsonNode node) {
    Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    node.path("rejected")
        .fields()
        .forEachRemaining(
            reason ->
                rejected.put(RejectReason.ofWireName(reason.getKey()), reason.getValue().asLong()));
    return new Accounting(
        node.path("read").asLong(),
        rejected,
        node.path("ignored_performance").asLong(),
        new SessionCounts(
            node.path("used").asLong(),
            node.path("duplicate").asLong(),
            node.path("quarantined").asLong(),
            node.path("sessions").asLong(),
            node.path("visits").asLong()));
  }

  private static TableFile file(JsonNode line) {
    return new TableFile(
        line.path("table").asText(),
        line.path("partition").asText(),
        line.path("bucket").asInt(),
        line.path("level").asInt(),
        line.path("path").asText(),
        line.path("rows").asLong(),
        line.path("latest_arrival").asLong(TableFile.NO_ARRIVAL));
  }
}
