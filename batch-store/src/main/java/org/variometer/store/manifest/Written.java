package org.variometer.store.manifest;

/**
 * What a published slot wrote to the database.
 *
 * @param points cells with their totals
 * @param zeros cells set to 0, of which the batch has nothing
 * @param seconds how long the seal and the writing took
 */
public record Written(long points, long zeros, double seconds) {}
