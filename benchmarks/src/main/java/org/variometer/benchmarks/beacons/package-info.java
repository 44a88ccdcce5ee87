/** Beacons as JSON, made fast: {@link org.variometer.benchmarks.beacons.BeaconJson}. */
package org.variometer.benchmarks.beacons;
