package org.variometer.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.data.Stat;

/**
 * What a region's stream holds, in short: regions that read mirrored topics hold the same when both
 * have come as far (spec §7).
 *
 * @param wholeFrom from which arrival on it has everything, ms since the epoch; {@link
 *     Long#MIN_VALUE} for all
 * @param passed the instant of arrival that its log has passed, ms since the epoch
 * @param sums what it took in by minute of arrival since the epoch, as {@link
 *     org.variometer.log.ArrivalDigest} has it; of the newest minutes
 */
public record StateDigest(long wholeFrom, long passed, SortedMap<Long, Long> sums) {
  private static final long MINUTE_MILLIS = 60_000;

  /** What a region's stream said last, if it did. */
  static Optional<StateDigest> read(
      ControlClient client, String region, String consumer, String topic) throws ControlException {
    return Json.read(
        client, client.paths().digest(region, consumer, topic), new Stat(), StateDigest.class);
  }

  /**
   * Says it, as a part of a commit.
   *
   * @param path the node, which has to be there
   */
  public CuratorOp set(ControlClient client, String path) throws ControlException {
    return client.ask(
        "set " + path,
        () -> client.curator().transactionOp().setData().forPath(path, Json.bytes(this)));
  }

  /** Copies the map. */
  public StateDigest {
    sums = new TreeMap<>(sums);
  }

  /**
   * In what this differs from another one, up to a minute that both have; nothing does where it is
   * empty.
   *
   * @param neededFrom from which arrival on both are to have everything, ms since the epoch
   * @param disorder how far records may arrive out of order, ms: what is later than that before the
   *     end may not be complete
   */
  public List<String> differences(StateDigest other, long neededFrom, long disorder) {
    List<String> differences = new ArrayList<>();
    if (wholeFrom > Math.max(other.wholeFrom, neededFrom)) {
      differences.add(
          "has everything only of what arrived from " + Instant.ofEpochMilli(wholeFrom) + " on");
    }
    List<Long> differing = new ArrayList<>();
    SortedMap<Long, Long> all = new TreeMap<>(sums);
    all.putAll(other.sums);
    OptionalLong first = firstCommon(other);
    if (first.isPresent()) {
      long behind = Math.floorDiv(Math.min(passed, other.passed) - disorder, MINUTE_MILLIS);
      for (long minute : all.tailMap(first.getAsLong()).keySet()) {
        if (minute < behind && !Objects.equals(sums.get(minute), other.sums.get(minute))) {
          differing.add(minute);
        }
      }
    }
    if (!differing.isEmpty()) {
      differences.add(
          "took in other records: of those that arrived in "
              + differing.size()
              + " minutes, the first of them "
              + Instant.ofEpochMilli(differing.get(0) * MINUTE_MILLIS));
    }
    return differences;
  }

  /** The first minute of which both have all that they ever had. */
  private OptionalLong firstCommon(StateDigest other) {
    if (sums.isEmpty() || other.sums.isEmpty()) {
      return OptionalLong.empty();
    }
    // What was kept first may have been begun within its minute, and whoever began in the middle
    // of the log took in some of what came out of order.
    return OptionalLong.of(
        Stream.of(
                    sums.firstKey(),
                    other.sums.firstKey(),
                    minute(wholeFrom),
                    minute(other.wholeFrom))
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow()
            + 1);
  }

  private static long minute(long instant) {
    return Math.floorDiv(instant, MINUTE_MILLIS);
  }
}
