package org.variometer.oracle;

import java.util.List;

/** The types of beacons (SPEC §1): any other than the five is treated as {@code event}. */
final class Types {

  private Types() {}

  static String normalised(String type) {
    return List.of("pageView", "order", "error", "performance").contains(type) ? type : "event";
  }

  static boolean isOrder(String type) {
    return normalised(type).equals("order");
  }

  static boolean isEvent(String type) {
    return normalised(type).equals("event");
  }
}
