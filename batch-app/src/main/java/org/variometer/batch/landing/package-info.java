/**
 * The master data set: every record of the log as it was read, slot by slot, from which everything
 * can be computed again. Front door: {@link org.variometer.batch.landing.Landing}.
 */
package org.variometer.batch.landing;
