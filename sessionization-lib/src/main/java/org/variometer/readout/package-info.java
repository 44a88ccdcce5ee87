/**
 * What an experiment's visitors did by intention to treat: from a visitor's first exposure on all
 * its visits count, to the experiment's end. Front doors: {@link
 * org.variometer.readout.VisitorReadout} reads visitors one after the other, {@link
 * org.variometer.readout.ReadoutMetrics} says what is compared of them.
 */
package org.variometer.readout;
