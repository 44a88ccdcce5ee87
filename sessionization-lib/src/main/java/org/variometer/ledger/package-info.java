/**
 * The totals of the buckets that the stream holds (spec §5). Front door: {@link
 * org.variometer.ledger.Ledger}.
 */
package org.variometer.ledger;
