package org.variometer.quickstart.generator;

import java.util.List;

/**
 * What a session consists of.
 *
 * @param legs all its beacons
 * @param extras duplicates that the scenario needs where they are
 * @param calm whether all beacons take the same time and nothing is duplicated
 * @param quarantined whether it has more distinct beacons than are allowed
 * @param robot whether it must be rejected altogether
 */
record Scenario(
    List<Leg> legs, List<PlannedRecord> extras, boolean calm, boolean quarantined, boolean robot) {

  static Scenario of(Leg... legs) {
    return new Scenario(List.of(legs), List.of(), false, false, false);
  }

  Scenario withExtra(PlannedRecord extra) {
    return new Scenario(legs, List.of(extra), calm, quarantined, robot);
  }

  Scenario asCalm() {
    return new Scenario(legs, extras, true, quarantined, robot);
  }

  Scenario asQuarantined() {
    return new Scenario(legs, extras, calm, true, robot);
  }

  Scenario asRobot() {
    return new Scenario(legs, extras, true, quarantined, true);
  }
}
