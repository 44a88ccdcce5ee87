package org.variometer.quickstart.generator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Sums of the metrics per site, experiment, variant and population, visit by visit. */
final class Totals {
  private static final int ALL = 0;
  private static final int ASSIGNED = 1;
  private static final int QUALIFIED = 2;
  private static final List<String> POPULATIONS = List.of("all", "assigned", "qualified");
  private static final int VISITS = 0;
  private static final int BOUNCES = 1;
  private static final int CONVERTED_VISITS = 2;
  private static final int VISIT_REVENUE = 3;
  private static final int ERROR_VISITS = 4;
  private static final int PAGE_VIEWS = 5;
  private static final int ERRORS = 6;
  private static final int ORDERS = 7;
  private static final int UNITS = 8;
  private static final int REVENUE = 9;
  private static final int METRICS = 10;

  private final List<SiteSettings> sites;
  private final List<ExperimentSettings> experiments;

  /** By site, experiment (the last: all), variant (the last: multiple), population. */
  private final long[][][][][] cells;

  /** Of the visit in hand: whether the order of each beacon counts. */
  private boolean[] countedOrders = new boolean[64];

  Totals(GeneratorSettings settings) {
    sites = settings.sites();
    experiments = settings.experiments();
    cells = new long[sites.size()][experiments.size() + 1][][][];
    for (long[][][][] site : cells) {
      for (int e = 0; e <= experiments.size(); e++) {
        int variants = e < experiments.size() ? experiments.get(e).variants().size() : 0;
        site[e] = new long[variants + 1][POPULATIONS.size()][METRICS];
      }
    }
  }

  /**
   * Adds a visit.
   *
   * @param beacons those that stand, in order of time, at least one
   * @param seenOrders ids of the orders of the session's earlier visits; this one's are added
   */
  void countVisit(int site, List<PlannedBeacon> beacons, Set<Long> seenOrders) {
    if (countedOrders.length < beacons.size()) {
      countedOrders = new boolean[beacons.size() * 2];
    }
    for (int i = 0; i < beacons.size(); i++) {
      PlannedBeacon beacon = beacons.get(i);
      countedOrders[i] =
          beacon.type() == BeaconType.ORDER && seenOrders.add(beacon.purchase().id());
    }
    long[][][][] ofSite = cells[site];
    addFrom(beacons, beacons.get(0).timestamp(), ofSite[experiments.size()][0][ALL]);
    for (int e = 0; e < experiments.size(); e++) {
      countExperiment(beacons, e, ofSite[e]);
    }
  }

  private void countExperiment(List<PlannedBeacon> beacons, int experiment, long[][][] ofVariants) {
    int multiple = ofVariants.length - 1;
    int variant = Variants.NONE;
    long assignedEntry = Long.MAX_VALUE;
    long qualifiedEntry = Long.MAX_VALUE;
    for (PlannedBeacon beacon : beacons) {
      int assigned = beacon.mentions().assigned().of(experiment);
      int qualified = beacon.mentions().qualified().of(experiment);
      variant = together(together(variant, assigned, multiple), qualified, multiple);
      if (assigned != Variants.NONE || qualified != Variants.NONE) {
        assignedEntry = Math.min(assignedEntry, beacon.timestamp());
      }
      if (qualified != Variants.NONE) {
        qualifiedEntry = Math.min(qualifiedEntry, beacon.timestamp());
      }
    }
    if (assignedEntry != Long.MAX_VALUE) {
      addFrom(beacons, assignedEntry, ofVariants[variant][ASSIGNED]);
    }
    if (qualifiedEntry != Long.MAX_VALUE) {
      addFrom(beacons, qualifiedEntry, ofVariants[variant][QUALIFIED]);
    }
  }

  private static int together(int known, int mentioned, int multiple) {
    if (mentioned == Variants.NONE || mentioned == known) {
      return known;
    }
    return known == Variants.NONE ? mentioned : multiple;
  }

  private void addFrom(List<PlannedBeacon> beacons, long entry, long[] cell) {
    long pageViews = 0;
    long errors = 0;
    long orders = 0;
    long units = 0;
    long revenue = 0;
    for (int i = 0; i < beacons.size(); i++) {
      PlannedBeacon beacon = beacons.get(i);
      if (beacon.timestamp() < entry) {
        continue;
      }
      if (beacon.type() == BeaconType.PAGE_VIEW) {
        pageViews++;
      } else if (beacon.type() == BeaconType.ERROR) {
        errors++;
      } else if (countedOrders[i]) {
        orders++;
        units += beacon.purchase().units();
        revenue += beacon.purchase().micros();
      }
    }
    cell[VISITS]++;
    cell[BOUNCES] += pageViews == 1 && orders == 0 ? 1 : 0;
    cell[CONVERTED_VISITS] += orders > 0 ? 1 : 0;
    cell[VISIT_REVENUE] += revenue;
    cell[ERROR_VISITS] += errors > 0 ? 1 : 0;
    cell[PAGE_VIEWS] += pageViews;
    cell[ERRORS] += errors;
    cell[ORDERS] += orders;
    cell[UNITS] += units;
    cell[REVENUE] += revenue;
  }

  /** The rows that have visits, sorted by names as UTF-8. */
  List<TotalsRow> rows() {
    List<TotalsRow> rows = new ArrayList<>();
    for (int s = 0; s < sites.size(); s++) {
      for (int e = 0; e <= experiments.size(); e++) {
        for (int v = 0; v < cells[s][e].length; v++) {
          for (int p = 0; p < POPULATIONS.size(); p++) {
            if (cells[s][e][v][p][VISITS] > 0) {
              rows.add(row(s, e, v, p));
            }
          }
        }
      }
    }
    rows.sort(
        Comparator.comparing((TotalsRow row) -> utf8(row.site()), Arrays::compareUnsigned)
            .thenComparing(row -> utf8(row.experiment()), Arrays::compareUnsigned)
            .thenComparing(row -> utf8(row.variant()), Arrays::compareUnsigned)
            .thenComparing(TotalsRow::population));
    return rows;
  }

  private TotalsRow row(int site, int experiment, int variant, int population) {
    boolean all = experiment == experiments.size();
    String experimentName = all ? "__all__" : experiments.get(experiment).name();
    String variantName = all ? "__all__" : variantName(experiments.get(experiment), variant);
    long[] cell = cells[site][experiment][variant][population];
    return new TotalsRow(
        sites.get(site).name(),
        experimentName,
        variantName,
        POPULATIONS.get(population),
        cell[VISITS],
        cell[BOUNCES],
        cell[CONVERTED_VISITS],
        cell[VISIT_REVENUE],
        cell[ERROR_VISITS],
        cell[PAGE_VIEWS],
        cell[ERRORS],
        cell[ORDERS],
        cell[UNITS],
        cell[REVENUE]);
  }

  private static String variantName(ExperimentSettings experiment, int variant) {
    return variant == experiment.variants().size()
        ? "__multiple__"
        : experiment.variants().get(variant).name();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
