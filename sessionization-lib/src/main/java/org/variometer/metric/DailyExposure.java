package org.variometer.metric;

import java.util.ArrayList;
import java.util.List;
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
  static List<DailyExposure> of(Visit visit) {
    List<DailyExposure> exposures = new ArrayList<>(4);
    List<Mention> lastAssigned = List.of();
    List<Mention> lastQualified = List.of();
    int lastDay = -1;
    for (int i = 0; i < visit.size(); i++) {
      Beacon beacon = visit.beacon(i);
      int day = (int) (beacon.timestamp() / DAY_MILLIS);
      if (day != lastDay || !Membership.same(beacon.assigned(), lastAssigned)) {
        lastAssigned = beacon.assigned();
        addAll(exposures, day, lastAssigned);
      }
      if (day != lastDay || !Membership.same(beacon.qualified(), lastQualified)) {
        lastQualified = beacon.qualified();
        addAll(exposures, day, lastQualified);
      }
      lastDay = day;
    }
    return exposures;
  }

  void addTo(String site, Visit visit, int sign, ContributionSink sink) {
    MetricKey key =
        new MetricKey(site, mention.experiment(), mention.variant(), Population.ASSIGNED);
    sink.exposure(key, epochDay, visit.visitorId(), sign);
  }

  private static void addAll(List<DailyExposure> exposures, int day, List<Mention> mentions) {
    for (int i = 0; i < mentions.size(); i++) {
      DailyExposure exposure = new DailyExposure(day, mentions.get(i));
      if (!exposures.contains(exposure)) {
        exposures.add(exposure);
      }
    }
  }
}
