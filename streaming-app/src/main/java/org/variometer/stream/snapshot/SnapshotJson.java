package org.variometer.stream.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.beacon.CustomMetric;
import org.variometer.codec.LaterVersionException;
import org.variometer.files.Form;

/** What a snapshot says of itself, as JSON. */
final class SnapshotJson {
  /** The version of this form; what is in the state has versions of its own. */
  private static final int FORM = 2;

  /** The first form, in which both instants are one. */
  private static final int FIRST_FORM = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private SnapshotJson() {}

  static byte[] write(Snapshot snapshot) {
    ObjectNode root = JSON.createObjectNode();
    root.put(Form.FIELD, FORM);
    root.put("code", snapshot.code());
    root.put("time", snapshot.time());
    root.set("offsets", JSON.valueToTree(snapshot.offsets()));
    root.put("whole_from", snapshot.wholeFrom().totals());
    root.put("seen_from", snapshot.wholeFrom().sightings());
    root.put("shards", snapshot.premises().layout().shards());
    root.put("meters", snapshot.premises().layout().meters());
    root.put("homes", snapshot.premises().layout().homes());
    root.put("topic", snapshot.premises().topic());
    root.put("currency", snapshot.premises().currency());
    root.put("visitor_key", snapshot.premises().visitorKey());
    ArrayNode metrics = root.putArray("custom_metrics");
    for (KeptMetric kept : snapshot.metrics()) {
      metrics
          .addObject()
          .put("name", kept.metric().name())
          .put("event", kept.metric().event())
          .put("measure", kept.metric().measure().code())
          .put("id", kept.id());
    }
    addBlobs(root.putArray("state_of_sessions"), snapshot.sessions());
    addBlobs(root.putArray("state_of_meters"), snapshot.meters());
    return root.toString().getBytes(UTF_8);
  }

  private static void addBlobs(ArrayNode array, List<Blob> blobs) {
    for (Blob blob : blobs) {
      array
          .addObject()
          .put("key", blob.key())
          .put("file", blob.file())
          .put("offset", blob.offset())
          .put("length", blob.length())
          .put("crc32c", blob.crc32c());
    }
  }

  /**
   * Reads it.
   *
   * @throws LaterVersionException if it is of a later form
   * @throws IOException if it is of none
   */
  static Snapshot read(byte[] bytes) throws IOException {
    JsonNode root = JSON.readTree(bytes);
    int form = root.path(Form.FIELD).asInt();
    if (form > FORM) {
      throw new LaterVersionException("its description", form, FORM);
    }
    if (form != FIRST_FORM) {
      Form.require(root, FORM);
    }
    long wholeFrom = root.path("whole_from").asLong();
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    root.path("offsets")
        .fields()
        .forEachRemaining(o -> offsets.put(Integer.valueOf(o.getKey()), o.getValue().asLong()));
    List<KeptMetric> metrics = new ArrayList<>();
    for (JsonNode metric : root.path("custom_metrics")) {
      metrics.add(
          new KeptMetric(
              new CustomMetric(
                  metric.path("name").asText(),
                  metric.path("event").asText(),
                  CustomMetric.Measure.byCode().get(metric.path("measure").asInt())),
              metric.path("id").asInt()));
    }
    return new Snapshot(
        root.path("time").asLong(),
        offsets,
        new WholeFrom(wholeFrom, root.path("seen_from").asLong(wholeFrom)),
        new Premises(
            new Layout(
                root.path("shards").asInt(),
                root.path("meters").asInt(),
                root.path("homes").asInt()),
            root.path("topic").asText(),
            root.path("currency").asText(),
            root.path("visitor_key").asText()),
        metrics,
        root.path("code").asText(),
        blobs(root.path("state_of_sessions")),
        blobs(root.path("state_of_meters")));
  }

  private static List<Blob> blobs(JsonNode array) {
    List<Blob> blobs = new ArrayList<>();
    for (JsonNode blob : array) {
      blobs.add(
          new Blob(
              blob.path("key").asInt(),
              blob.path("file").asText(),
              blob.path("offset").asLong(),
              blob.path("length").asInt(),
              blob.path("crc32c").asLong()));
    }
    return blobs;
  }
}
