package org.variometer.quickstart.generator;

/**
 * A site that has visits.
 *
 * @param name 1–128 code points, unique
 * @param weight how many of the sessions it has, relative to the others; ≥ 0, up to 10⁶
 */
public record SiteSettings(String name, double weight) {}
