/**
 * Compares what should stand in KairosDB with what stands there, cell by cell. Front door: {@link
 * org.variometer.quickstart.comparison.CellComparison}.
 */
package org.variometer.quickstart.comparison;
