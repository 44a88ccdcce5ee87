/**
 * The readout of experiments: visitors in, for each experiment what its variants do to its metrics
 * and whether the split can be trusted out. Front doors: {@link org.variometer.report.ReadoutTally}
 * takes visitors, {@link org.variometer.report.ExperimentReadout} is what comes of them.
 */
package org.variometer.report;
