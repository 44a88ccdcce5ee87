package org.variometer.quickstart.generator;

import java.util.List;

/**
 * Beacons of a session that travel alike and belong together.
 *
 * @param beacons in order of time
 * @param shift ms by which they arrive later than usual
 * @param place where all of them belong
 */
record Leg(List<PlannedBeacon> beacons, long shift, Place place) {}
