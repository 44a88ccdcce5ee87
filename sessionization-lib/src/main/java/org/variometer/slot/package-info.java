/**
 * The stretches of the log that the batch reads one after the other (spec §5): {@link
 * org.variometer.slot.Slot}.
 */
package org.variometer.slot;
