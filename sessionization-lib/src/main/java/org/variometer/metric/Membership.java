package org.variometer.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.Mention;
import org.variometer.json.Utf8;
import org.variometer.session.Visit;

/**
 * A visit's belonging to a population (spec §3).
 *
 * @param experiment the experiment, {@link Mention#ALL} for all visits
 * @param variant the variant, {@link Mention#MULTIPLE} if the visit mentions several
 * @param population the population
 * @param entry when the visit entered, ms since the epoch; what happened before is not attributed
 */
public record Membership(String experiment, String variant, Population population, long entry) {

  /** The populations that a visit belongs to: all visits, then its experiments'. */
  public static List<Membership> of(Visit visit) {
    Map<String, Exposure> exposures = new LinkedHashMap<>();
    List<Mention> lastAssigned = List.of();
    List<Mention> lastQualified = List.of();
    for (int i = 0; i < visit.size(); i++) {
      Beacon beacon = visit.beacon(i);
      // Beacon after beacon says the same: only what differs from the one before can be news.
      if (!sameList(beacon.assigned(), lastAssigned)) {
        lastAssigned = beacon.assigned();
        expose(exposures, lastAssigned, beacon.timestamp(), false);
      }
      if (!sameList(beacon.qualified(), lastQualified)) {
        lastQualified = beacon.qualified();
        expose(exposures, lastQualified, beacon.timestamp(), true);
      }
    }
    List<Membership> memberships = new ArrayList<>(1 + 2 * exposures.size());
    memberships.add(new Membership(Mention.ALL, Mention.ALL, Population.ALL, visit.start()));
    for (Exposure exposure : exposures.values()) {
      exposure.addTo(memberships);
    }
    return memberships;
  }

  /**
   * The variant by which the visit entered: the first that it mentions, in population {@link
   * Population#QUALIFIED} as qualified. Of those that one beacon mentions it is the first in their
   * order.
   *
   * @param visit the visit that this is of
   */
  String firstVariant(Visit visit) {
    for (int i = 0; i < visit.size(); i++) {
      Beacon beacon = visit.beacon(i);
      if (beacon.timestamp() >= entry) {
        // Both are sorted.
        String assigned =
            population == Population.QUALIFIED ? null : variantAmong(beacon.assigned());
        String qualified = variantAmong(beacon.qualified());
        if (assigned != null && (qualified == null || Utf8.compare(assigned, qualified) <= 0)) {
          return assigned;
        }
        if (qualified != null) {
          return qualified;
        }
      }
    }
    throw new IllegalArgumentException("the visit does not mention " + experiment);
  }

  /** The first variant of the experiment that is mentioned, null if none is. */
  private String variantAmong(List<Mention> mentions) {
    for (int i = 0; i < mentions.size(); i++) {
      if (mentions.get(i).experiment().equals(experiment)) {
        return mentions.get(i).variant();
      }
    }
    return null;
  }

  /** The key under which the visit counts on {@code site}. */
  MetricKey keyOf(String site) {
    return new MetricKey(site, experiment, variant, population);
  }

  /** Whether these are one list: equal ones of one session mostly are, and it costs nothing. */
  @SuppressWarnings("ReferenceEquality") // Taking equal lists for different costs only time.
  static boolean sameList(List<Mention> a, List<Mention> b) {
    return a == b;
  }

  private static void expose(
      Map<String, Exposure> exposures, List<Mention> mentions, long timestamp, boolean qualified) {
    for (int m = 0; m < mentions.size(); m++) {
      Mention mention = mentions.get(m);
      Exposure exposure = exposures.get(mention.experiment());
      if (exposure == null) {
        exposure = new Exposure(mention, timestamp);
        exposures.put(mention.experiment(), exposure);
      }
      exposure.mention(mention, timestamp, qualified);
    }
  }

  /** What a visit says of one experiment; beacons come in order, so the first entry stands. */
  private static final class Exposure {
    private final String experiment;
    private final long assignedEntry;
    private String variant;
    private long qualifiedEntry;
    private boolean qualified;

    Exposure(Mention first, long timestamp) {
      this.experiment = first.experiment();
      this.variant = first.variant();
      this.assignedEntry = timestamp;
    }

    void mention(Mention mention, long timestamp, boolean asQualified) {
      if (!variant.equals(mention.variant())) {
        variant = Mention.MULTIPLE;
      }
      if (asQualified && !qualified) {
        qualified = true;
        qualifiedEntry = timestamp;
      }
    }

    void addTo(List<Membership> memberships) {
      memberships.add(new Membership(experiment, variant, Population.ASSIGNED, assignedEntry));
      if (qualified) {
        memberships.add(new Membership(experiment, variant, Population.QUALIFIED, qualifiedEntry));
      }
    }
  }
}
