package org.variometer.stream.snapshot;

import org.variometer.config.StreamSettings;

/**
 * Into what parts a state is divided. A state can be taken up only with the same.
 *
 * @param shards the number of shards of sessions
 * @param meters the number of parts of the meters
 * @param homes the number of the topic's partitions if each has shards of its own, else 0
 */
public record Layout(int shards, int meters, int homes) {

  /** The layout that these settings ask for. */
  public static Layout of(StreamSettings settings, int partitions) {
    return new Layout(
        settings.shards(), settings.meters(), settings.partitionedBySession() ? partitions : 0);
  }

  /** The number of shards of sessions in all. */
  int allShards() {
    return homes == 0 ? shards : homes * Math.max(1, shards / homes);
  }

  @Override
  public String toString() {
    return shards
        + " shards and "
        + meters
        + " meters, "
        + (homes == 0 ? "sessions in any partition" : "sessions by " + homes + " partitions");
  }
}
