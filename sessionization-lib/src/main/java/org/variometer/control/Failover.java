package org.variometer.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.variometer.shard.SessionUpdater;

/**
 * Whether a region may be told to write: why not, in words. Pure.
 *
 * @param aliveWithin how old its last micro-batch may be
 * @param mostLag how far its log may be behind that of the region that writes
 * @param neededFrom from which arrival on it is to hold what the other holds, ms since the epoch
 */
public record Failover(Duration aliveWithin, Duration mostLag, long neededFrom) {

  /**
   * What speaks against a switch; nothing does where it is empty.
   *
   * @param to the region that is to write
   * @param writer who writes now
   * @param regions all that are known
   * @param now by ZooKeeper's clock
   */
  public List<String> obstacles(
      String to, Regions.Writer writer, List<Regions.Region> regions, Instant now) {
    Optional<Regions.Region> target = named(to, regions);
    if (target.isEmpty()) {
      return List.of(unknown(to, regions));
    }
    List<String> obstacles = new ArrayList<>();
    Duration age = Duration.between(target.get().committed(), now);
    if (age.compareTo(aliveWithin) > 0) {
      obstacles.add(
          "the stream of region "
              + to
              + " does not run: its last micro-batch was committed "
              + seconds(age.toMillis())
              + " ago");
    }
    OptionalLong passed = target.get().passed();
    Optional<Regions.Region> present = named(writer.region(), regions);
    OptionalLong wanted = present.map(Regions.Region::passed).orElseGet(OptionalLong::empty);
    if (wanted.isPresent()) {
      long lag = passed.isPresent() ? wanted.getAsLong() - passed.getAsLong() : Long.MAX_VALUE;
      if (lag > mostLag.toMillis()) {
        obstacles.add(
            "region "
                + to
                + (passed.isPresent()
                    ? " is " + seconds(lag) + " of the log behind region " + writer.region()
                    : " has read nothing yet"));
      }
    }
    if (present.isPresent()) {
      obstacles.addAll(differences(target.get(), present.get()));
      obstacles.addAll(otherRules(target.get(), present.get()));
    }
    return obstacles;
  }

  private static List<String> otherRules(Regions.Region target, Regions.Region present) {
    return target.rules().isEmpty()
            || present.rules().isEmpty()
            || target.rules().equals(present.rules())
        ? List.of()
        : List.of(
            "region "
                + target.name()
                + " computes by other rules than region "
                + present.name()
                + ": compare what they are configured with, all that changes numbers (session, order,"
                + " currency, visitor, site, metrics, stream.hold-hours, stream.rolling)");
  }

  private List<String> differences(Regions.Region target, Regions.Region present) {
    if (target.digest().isEmpty() || present.digest().isEmpty()) {
      return List.of();
    }
    return target
        .digest()
        .get()
        .differences(present.digest().get(), neededFrom, SessionUpdater.ALLOWED_DISORDER)
        .stream()
        .map(
            difference ->
                "the state of region "
                    + target.name()
                    + " is not that of region "
                    + present.name()
                    + ": it "
                    + difference)
        .toList();
  }

  /** Whether a stream of the region has ever committed: no other can be told to write. */
  public static boolean isKnown(String region, List<Regions.Region> regions) {
    return named(region, regions).isPresent();
  }

  private static String unknown(String to, List<Regions.Region> regions) {
    return "region "
        + to
        + " is not known: no stream of it has ever committed. Known: "
        + String.join(", ", regions.stream().map(Regions.Region::name).toList());
  }

  private static Optional<Regions.Region> named(String name, List<Regions.Region> regions) {
    return regions.stream().filter(region -> region.name().equals(name)).findFirst();
  }

  private static String seconds(long millis) {
    return Duration.ofMillis(millis).toSeconds() + " s";
  }
}
