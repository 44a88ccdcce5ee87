package org.variometer.metric;

import org.variometer.beacon.Beacon;

/** What attributed beacons count for, be it in a minute or in a visit (spec §4). */
final class BeaconCounts {
  long pageViews;
  long errors;
  long orders;
  long units;
  long revenue;

  /** Adds an attributed beacon; an order counts only if it stands. */
  void add(Beacon beacon, boolean standingOrder) {
    switch (beacon.type()) {
      case PAGE_VIEW -> pageViews++;
      case ERROR -> errors++;
      case ORDER -> {
        if (standingOrder) {
          orders++;
          units += beacon.order().units();
          revenue += beacon.order().revenue();
        }
      }
      case EVENT, PERFORMANCE -> {}
    }
  }

  void clear() {
    pageViews = 0;
    errors = 0;
    orders = 0;
    units = 0;
    revenue = 0;
  }
}
