package org.variometer.metric;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.Mention;
import org.variometer.session.Visit;

/**
 * That a visit mentions a variant on a UTC day, be it as assigned or as qualified (spec §4).
 *
 * @param epochDay days since the epoch
 * @param mention the variant
 */
record DailyExposure(int epochDay, Mention mention) {
  private static final long DAY_MILLIS = 86_400_000;

  /** The distinct exposures of a visit. */
  static Set<DailyExposure> of(Visit visit) {
    Set<DailyExposure> exposures = new LinkedHashSet<>();
    List<Mention> lastAssigned = List.of();
    List<Mention> lastQualified = List.of();
    int lastDay = -1;
    for (int i = 0; i < visit.size(); i++) {
      Beacon beacon = visit.beacon(i);
      int day = (int) (beacon.timestamp() / DAY_MILLIS);
      if (day != lastDay || !Membership.sameList(beacon.assigned(), lastAssigned)) {
        lastAssigned = beacon.assigned();
        addAll(exposures, day, lastAssigned);
      }
      if (day != lastDay || !Membership.sameList(beacon.qualified(), lastQualified)) {
        lastQualified = beacon.qualified();
        addAll(exposures, day, lastQualified);
      }
      lastDay = day;
    }
    return exposures;
  }

  void addTo(String site, int sign, ContributionSink sink) {
    MetricKey key =
        new MetricKey(site, mention.experiment(), mention.variant(), Population.ASSIGNED);
    sink.exposure(key, epochDay, sign);
  }

  private static void addAll(Set<DailyExposure> exposures, int day, List<Mention> mentions) {
    for (int i = 0; i < mentions.size(); i++) {
      exposures.add(new DailyExposure(day, mentions.get(i)));
    }
  }
}
