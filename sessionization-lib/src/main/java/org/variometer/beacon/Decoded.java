package org.variometer.beacon;

/** What decoding a record gives: an accepted beacon, or the reason why there is none. */
public sealed interface Decoded permits BeaconRecord, Rejection {}
