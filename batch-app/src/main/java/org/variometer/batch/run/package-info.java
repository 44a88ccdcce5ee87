/**
 * The run of a slot: what landed is merged with what was known, and the result is published. Front
 * door: {@link org.variometer.batch.run.SlotRun}.
 */
package org.variometer.batch.run;
