package org.variometer.beacon;

/**
 * A record that is no beacon.
 *
 * @param reason the first reason that holds
 */
public record Rejection(RejectReason reason) implements Decoded {}
