package org.variometer.control;

/**
 * The right to write, as it stands in ZooKeeper for good.
 *
 * @param region whose it is
 * @param epoch grows with every claim
 * @param released whether who claimed it last gave it back, with nothing under way any more
 * @param lastBatch the time of the last micro-batch that was written when it was given back, ms
 *     since the epoch; null where nobody said so
 */
record Right(String region, long epoch, boolean released, Long lastBatch) {}
