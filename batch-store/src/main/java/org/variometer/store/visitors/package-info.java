/**
 * The visitors of the batch's tables, read without Spark, as a readout asks for them. Front door:
 * {@link org.variometer.store.visitors.StoredVisitors}.
 */
package org.variometer.store.visitors;
