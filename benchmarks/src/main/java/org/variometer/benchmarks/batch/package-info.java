/** What a slot of the batch costs: {@link org.variometer.benchmarks.batch.BatchCommand}. */
package org.variometer.benchmarks.batch;
