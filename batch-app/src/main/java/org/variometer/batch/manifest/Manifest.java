package org.variometer.batch.manifest;

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
 * @param sealed the instant through which buckets are the batch's with it, ms since the epoch
 * @param writtenFrom of what ends behind this instant and until {@code sealed}, all is written with
 *     it; of what ends earlier, what it changed; ms since the epoch
 * @param touchedFrom the earliest minute that it changed, ms since the epoch; {@link
 *     Long#MAX_VALUE} if none
 * @param counts where the slot's records went
 * @param sum where all records up to its end went
 * @param lost how many of the slot's records could not be read and were left out on demand
 * @param seconds how long each step took
 * @param code the release that ran it
 * @param configuration the digest of the configuration
 * @param rules the part of the configuration that decides what records mean, as JSON
 * @param files the files, in no particular order
 */
public record Manifest(
    String slot,
    String run,
    long minutes,
    int buckets,
    SortedMap<Integer, List<Long>> offsets,
    long sealed,
    long writtenFrom,
    long touchedFrom,
    Accounting counts,
    Accounting sum,
    long lost,
    SortedMap<String, Double> seconds,
    String code,
    String configuration,
    String rules,
    List<TableFile> files) {

  /** Copies the collections. */
  public Manifest {
    offsets = new TreeMap<>(offsets);
    seconds = new TreeMap<>(seconds);
    files = List.copyOf(files);
  }

  /**
   * The same, of records that landed so.
   *
   * @param landedOffsets as {@link #offsets}
   * @param records as {@link #lost}
   */
  public Manifest withLanded(SortedMap<Integer, List<Long>> landedOffsets, long records) {
    return new Manifest(
        slot,
        run,
        minutes,
        buckets,
        landedOffsets,
        sealed,
        writtenFrom,
        touchedFrom,
        counts,
        sum,
        records,
        seconds,
        code,
        configuration,
        rules,
        files);
  }

  /** The files of a table. */
  public Stream<TableFile> filesOf(String table) {
    return files.stream().filter(file -> file.table().equals(table));
  }
}
