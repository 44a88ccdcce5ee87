package org.variometer.quickstart.generator;

/**
 * The sums of a whole run under one key.
 *
 * @param site name of the site
 * @param experiment its name, {@code __all__} for all visits
 * @param variant its name, {@code __all__} or {@code __multiple__}
 * @param population {@code all}, {@code assigned} or {@code qualified}
 * @param visits visits in the population, ≥ 1
 * @param bounces with exactly one attributed page view and no order
 * @param convertedVisits with an attributed order
 * @param visitRevenue micros
 * @param errorVisits with an attributed error
 * @param pageViews attributed page views
 * @param errors attributed errors
 * @param orders attributed orders, each counted once
 * @param units of these orders
 * @param revenue of these orders, micros
 */
public record TotalsRow(
    String site,
    String experiment,
    String variant,
    String population,
    long visits,
    long bounces,
    long convertedVisits,
    long visitRevenue,
    long errorVisits,
    long pageViews,
    long errors,
    long orders,
    long units,
    long revenue) {}
