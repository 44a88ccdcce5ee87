package org.variometer.quickstart.generator;

import java.time.Duration;

/**
 * What visits are like, before experiments change it.
 *
 * @param returning share of sessions by visitors who were here before, 0–1
 * @param bounce probability that a visit ends after one page, 0–0.95
 * @param conversion probability that a visit that goes on buys, 0–1, times the visitor's habit
 * @param orderValue mean value of an order in units of the currency, 0.01–100000
 * @param pageViews mean number of pages of a visit that goes on, 2–100
 * @param thinkTime mean time between two pages, 1 s–2 min
 * @param pageLoad usual time that a page takes, 50 ms–20 s
 */
public record VisitSettings(
    double returning,
    double bounce,
    double conversion,
    double orderValue,
    double pageViews,
    Duration thinkTime,
    Duration pageLoad) {}
