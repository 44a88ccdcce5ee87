/**
 * What stands in the time-series database and what is exported from it (spec §6, §9), without any
 * input or output. Front doors: {@link org.variometer.series.Point} for what is written, {@link
 * org.variometer.series.SeriesExport} for what is printed.
 */
package org.variometer.series;
