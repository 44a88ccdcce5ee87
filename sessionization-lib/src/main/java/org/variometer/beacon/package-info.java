/**
 * A beacon: what a client sent, decoded, validated and enriched (spec §1). Front door: {@link
 * org.variometer.beacon.BeaconDecoder}, which turns a record into a {@link
 * org.variometer.beacon.BeaconRecord} or a {@link org.variometer.beacon.Rejection}.
 */
package org.variometer.beacon;
