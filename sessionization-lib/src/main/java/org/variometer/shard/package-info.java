/**
 * Many sessions as one immutable value, and what a micro-batch does to it: {@link
 * org.variometer.shard.PacketBuilder} gathers what one task read, {@link
 * org.variometer.shard.SessionUpdater} adds it to a shard of sessions, {@link
 * org.variometer.shard.MeterUpdater} adds what that yields to the totals.
 */
package org.variometer.shard;
