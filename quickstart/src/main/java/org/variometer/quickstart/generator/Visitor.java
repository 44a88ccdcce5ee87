package org.variometer.quickstart.generator;

/**
 * Somebody who visits.
 *
 * @param id a UUID
 * @param slowness factor of the device on the time that a page takes, 0.5–3
 * @param propensity factor on the probability of buying, 0.2–1.8
 * @param returning whether there was a visit before
 * @param variants the variants that this visitor always gets, on whatever site
 */
record Visitor(
    String id, double slowness, double propensity, boolean returning, Variants variants) {}
