package org.variometer.control;

/**
 * The right to write, as it stands in ZooKeeper for good.
 *
 * @param region whose it is
 * @param epoch grows with every claim
 * @param released whether who claimed it last gave it back, with nothing under way any more
 */
record Right(String region, long epoch, boolean released) {}
