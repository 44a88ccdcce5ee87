package org.variometer.stream.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import org.apache.kafka.common.utils.Utils;
import org.variometer.beacon.SessionKey;
import org.variometer.config.StreamSettings;
import org.variometer.shard.SessionShard;

/**
 * Into what parts a state is divided. A state can be taken up only with the same.
 *
 * @param shards the number of shards of sessions
 * @param meters the number of parts of the meters
 * @param homes the number of the topic's partitions if each has shards of its own, else 0
 */
public record Layout(int shards, int meters, int homes) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The layout that these settings ask for. */
  public static Layout of(StreamSettings settings, int partitions) {
    return new Layout(
        settings.shards(), settings.meters(), settings.partitionedBySession() ? partitions : 0);
  }

  /** The number of shards of sessions in all. */
  public int allShards() {
    return homes == 0 ? shards : homes * shardsOfHome();
  }

  private int shardsOfHome() {
    return Math.max(1, shards / homes);
  }

  /**
   * The shard in which a session is.
   *
   * @param hash the hash of its key
   */
  public int shardOf(long hash, SessionKey session) {
    return homes == 0
        ? SessionShard.of(hash, shards)
        : home(session, homes) * shardsOfHome() + SessionShard.of(hash, shardsOfHome());
  }

  /** The partition that Kafka's own partitioner gives to a session's records. */
  public static int home(SessionKey session, int partitions) {
    byte[] key = session.sessionId().getBytes(UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
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
