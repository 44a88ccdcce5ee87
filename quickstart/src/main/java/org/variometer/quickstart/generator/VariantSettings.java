package org.variometer.quickstart.generator;

/**
 * A variant of an experiment and what it does to those who see it.
 *
 * @param name 1–128 code points, unique in its experiment, not reserved
 * @param weight how many get it, relative to the others; ≥ 0, up to 10⁶
 * @param conversion factor on the probability of buying, 0.01–100
 * @param orderValue factor on the order's value, 0.01–100
 * @param bounce factor on the probability of leaving after one page, 0.01–100
 * @param loadTime factor on the time that a page takes, 0.01–100
 */
public record VariantSettings(
    String name,
    double weight,
    double conversion,
    double orderValue,
    double bounce,
    double loadTime) {}
