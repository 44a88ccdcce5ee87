package org.variometer.beacon;

import java.util.OptionalLong;

/**
 * An event that at least one custom metric declares.
 *
 * @param name the event's name
 * @param value micros, may be negative; empty if the beacon gave none
 */
public record Event(String name, OptionalLong value) {}
