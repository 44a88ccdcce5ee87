/**
 * Many sessions as one immutable value, and what a micro-batch does to it: {@link
 * org.variometer.shard.PacketBuilder} packs what one task read, record by record, {@link
 * org.variometer.shard.SessionUpdater} adds it to a shard of sessions, {@link
 * org.variometer.shard.MeterUpdater} adds what that yields to the totals.
 */
package org.variometer.shard;
