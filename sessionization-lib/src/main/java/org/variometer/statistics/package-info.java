/**
 * What an experiment's arms show, with the visitor as the unit: exact sums of visitors' values,
 * comparisons of a variant with the control, and whether the split can be trusted. Front doors:
 * {@link org.variometer.statistics.Comparison} for an arm against the control, {@link
 * org.variometer.statistics.SampleRatio} for the split.
 */
package org.variometer.statistics;
