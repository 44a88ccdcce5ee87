/**
 * The stream's state out of what a slot of the batch has published (spec §7): {@link
 * org.variometer.stream.slot.SlotSnapshot} makes a snapshot of it, with which a stream begins as
 * with any other.
 */
package org.variometer.stream.slot;
