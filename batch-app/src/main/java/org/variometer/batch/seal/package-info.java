/**
 * How buckets become the batch's, and what it writes of them (spec §5). Front door: {@link
 * org.variometer.batch.seal.Sealer}.
 */
package org.variometer.batch.seal;
