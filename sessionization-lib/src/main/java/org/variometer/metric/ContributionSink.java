package org.variometer.metric;

/** Receives what visits add to totals. Whatever was added is retracted with the opposite sign. */
public interface ContributionSink {
  /**
   * The sink for what the visits of one visitor add; this one where visitors are not told apart.
   *
   * @param visitorId the visits' visitor
   */
  default ContributionSink ofVisitor(String visitorId) {
    return this;
  }

  /**
   * The sink for what visits that entered at an instant add; this one where visits are not told
   * apart. What is attributed later, also on the next day, is of this instant, too.
   *
   * @param instant ms since the epoch
   */
  default ContributionSink ofEntry(long instant) {
    return this;
  }

  /**
   * Adds to a minute's total.
   *
   * @param key for what it counts
   * @param epochMinute the minute of event time, minutes since the epoch
   * @param measure what is added up (see {@link MeasureIds})
   * @param amount a count, or micros
   */
  void add(MetricKey key, int epochMinute, int measure, long amount);

  /**
   * Says that one visit more (or less) of the visitor entered at an instant.
   *
   * @param key what the visit entered
   * @param instant ms since the epoch
   * @param visits 1 or -1
   */
  default void entry(MetricKey key, long instant, int visits) {}

  /**
   * Says that one visit more (or less) of the visitor that mentions several variants, and counts
   * for none of them, entered by this one, which it mentions first (of those that one beacon
   * mentions the first in their order).
   *
   * @param key the variant's key
   * @param instant of entry, ms since the epoch
   * @param visits 1 or -1
   */
  default void firstOfSeveral(MetricKey key, long instant, int visits) {}

  /**
   * Says that one visit more (or less) of the visitor has a beacon attributed in an hour. Over all
   * visits the visitor is seen in the hour, and in its day, while the sum is positive.
   *
   * @param key for what it counts
   * @param epochHour the hour of event time, hours since the epoch
   * @param visits 1 or -1
   */
  default void hour(MetricKey key, int epochHour, int visits) {}

  /**
   * Says that one visit more (or less) of the visitor mentions a variant on a day.
   *
   * @param key the variant's key in population {@link Population#ASSIGNED}
   * @param epochDay the UTC day of event time, days since the epoch
   * @param visits 1 or -1
   */
  default void exposure(MetricKey key, int epochDay, int visits) {}
}
