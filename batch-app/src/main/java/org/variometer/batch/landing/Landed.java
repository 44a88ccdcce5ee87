package org.variometer.batch.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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
 * @param inputs the files that it landed out of, instead of the log
 * @param lost how many records at least there should be that are not: the log no longer had them,
 *     or the rest of an input file could not be read, which counts as one
 * @param files the files that have exactly these records
 */
record Landed(
    String slot,
    long minutes,
    boolean first,
    long begin,
    SortedMap<Integer, Long> from,
    SortedMap<Integer, Long> until,
    List<String> inputs,
    long lost,
    List<LandedFile> files) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the collections. */
  Landed {
    from = new TreeMap<>(from);
    until = new TreeMap<>(until);
    inputs = List.copyOf(inputs);
    files = List.copyOf(files);
  }

  /** The number of records. */
  long records() {
    return files.stream().mapToLong(LandedFile::records).sum();
  }

  byte[] toJson() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and texts can be written", e);
    }
  }

  static Landed ofJson(byte[] json) throws IOException {
    return JSON.readValue(json, Landed.class);
  }
}
