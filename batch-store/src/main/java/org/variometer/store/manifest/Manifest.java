package org.variometer.store.manifest;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.variometer.local.Accounting;

/**
 * What a slot published: the files that are the state after it, and what is to be known of its run.
 *
 * @param slot the slot's name
 * @param run the id of the attempt that was published
 * @param minutes the slots' length
 * @param buckets into how many parts sessions and visitors are divided
 * @param offsets by partition of the log the first offset of the slot and that behind its last
 * @param topic Kafka's id of the topic that the offsets are of, which one made anew does not have;
 *     empty if that was not noted, or nothing was ever read of one
 * @param sealing which buckets are the batch's with it
 * @param counts where the slot's records went
 * @param sum where all records up to its end went
 * @param lost how many of the slot's records at least could not be read and were left out on demand
 * @param seconds how long each step took
 * @param ranWith what ran it
 * @param metrics the custom metrics that it or a slot before it has summed up: name to meaning
 * @param files the files that are the state, in no particular order
 * @param dropped files of the slots before that are no longer: others stand for them, or nothing in
 *     them is remembered
 * @param settledBefore files of slots before this one, as {@link org.variometer.slot.Slot#folder},
 *     need not be listed: all in the folder of their partition are live
 */
public record Manifest(
    String slot,
    String run,
    long minutes,
    int buckets,
    SortedMap<Integer, List<Long>> offsets,
    String topic,
    Sealing sealing,
    Accounting counts,
    Accounting sum,
    long lost,
    SortedMap<String, Double> seconds,
    RanWith ranWith,
    SortedMap<String, String> metrics,
    List<TableFile> files,
    List<TableFile> dropped,
    String settledBefore) {

  /** Copies the collections. */
  public Manifest {
    offsets = new TreeMap<>(offsets);
    seconds = new TreeMap<>(seconds);
    metrics = new TreeMap<>(metrics);
    files = List.copyOf(files);
    dropped = List.copyOf(dropped);
  }

  /**
   * Which buckets are the batch's; instants in ms since the epoch.
   *
   * @param begin buckets that begin before it never are: the log's beginning was gone
   * @param through buckets that end until then are
   * @param writtenFrom of what ends behind this instant and until {@code through}, all is written
   *     with the slot; of what ends earlier, what it changed
   * @param touchedFrom the earliest minute that the slot changed; {@link Long#MAX_VALUE} if none
   */
  public record Sealing(long begin, long through, long writtenFrom, long touchedFrom) {}

  /**
   * What ran a slot.
   *
   * @param code the release
   * @param configuration the digest of the configuration
   * @param rules the part of the configuration that decides what records mean, as JSON
   * @param visitorKey tells the secret of the visitors' hash from others; empty if that was not
   *     noted
   */
  public record RanWith(String code, String configuration, String rules, String visitorKey) {}

  /** By partition of the log the offset behind the slot's last record. */
  public SortedMap<Integer, Long> until() {
    SortedMap<Integer, Long> until = new TreeMap<>();
    offsets.forEach((partition, ends) -> until.put(partition, ends.get(1)));
    return until;
  }

  /** The files of a table. */
  public Stream<TableFile> filesOf(String table) {
    return files.stream().filter(file -> file.table().equals(table));
  }
}
