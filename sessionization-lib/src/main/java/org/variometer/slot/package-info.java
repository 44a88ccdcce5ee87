/**
 * The stretches of the log that the batch reads one after the other (spec §5): {@link
 * org.variometer.slot.Slot}; what one changes, {@link org.variometer.slot.SlotUpdater}, and what it
 * writes of that, {@link org.variometer.slot.SealedBuckets}.
 */
package org.variometer.slot;
