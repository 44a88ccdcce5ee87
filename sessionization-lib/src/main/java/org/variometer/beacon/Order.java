package org.variometer.beacon;

/**
 * What a beacon of type {@link BeaconType#ORDER} says of its order.
 *
 * @param id identity of the order within its session
 * @param revenue micros of the reporting currency, ≥ 0
 * @param units 0…1,000,000
 */
public record Order(String id, long revenue, int units) {}
