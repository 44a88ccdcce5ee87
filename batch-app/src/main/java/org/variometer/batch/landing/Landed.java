package org.variometer.batch.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.files.Form;

/**
 * What landed of a slot: files and offsets, said in one breath.
 *
 * @param slot the slot's name
 * @param minutes the slot's length
 * @param first whether no slot had landed before it
 * @param begin buckets that begin before it can't be computed, because the log's beginning was
 *     gone, ms since the epoch; only of the first
 * @param from the first offset of each partition
 * @param until the offset behind the last of each partition
 * @param topic Kafka's id of the topic of these offsets; empty if that was not noted
 * @param inputs the files that it landed out of, instead of the log
 * @param lost how many records at least there should be that are not: the log no longer had them,
 *     or the rest of an input file could not be read, which counts as one
 * @param seconds how long it took to land
 * @param files the files that have exactly these records
 */
record Landed(
    String slot,
    long minutes,
    boolean first,
    long begin,
    SortedMap<Integer, Long> from,
    SortedMap<Integer, Long> until,
    String topic,
    List<LandedInput> inputs,
    long lost,
    double seconds,
    List<LandedFile> files) {
  /** The version of the form in which it is kept. */
  private static final int FORM = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the collections. */
  Landed {
    from = new TreeMap<>(from);
    until = new TreeMap<>(until);
    topic = topic == null ? "" : topic;
    inputs = List.copyOf(inputs);
    files = List.copyOf(files);
  }

  /** The number of records. */
  long records() {
    return files.stream().mapToLong(LandedFile::records).sum();
  }

  /** Where it ends in the log. */
  LogEnd end() {
    return new LogEnd(topic, until);
  }

  /** The folder of its files, within the slot's; empty if it has none. */
  String attempt() {
    return files.isEmpty() ? "" : files.get(0).path().split("/", 2)[0];
  }

  /** Whether it landed out of files with the same records, one by one. */
  boolean isOutOf(List<LandedInput> others) {
    if (inputs.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < others.size(); i++) {
      if (!inputs.get(i).hasSameRecords(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  byte[] toJson() {
    ObjectNode json = JSON.createObjectNode().put(Form.FIELD, FORM);
    json.setAll(JSON.<ObjectNode>valueToTree(this));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and texts can be written", e);
    }
  }

  /**
   * What {@link #toJson} wrote.
   *
   * @throws IOException if it can't be understood
   */
  static Landed ofJson(byte[] json) throws IOException {
    JsonNode node = JSON.readTree(json);
    Form.require(node, FORM);
    return JSON.treeToValue(((ObjectNode) node).without(Form.FIELD), Landed.class);
  }
}
