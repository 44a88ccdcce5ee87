package org.variometer.metric;

/** Hands on what is said of visits to the sink of their visitor. */
public abstract class ForwardingSink implements ContributionSink {
  private final ContributionSink visitor;

  /** Hands it on to this one. */
  protected ForwardingSink(ContributionSink visitor) {
    this.visitor = visitor;
  }

  @Override
  public void entry(MetricKey key, long instant, int visits) {
    visitor.entry(key, instant, visits);
  }

  @Override
  public void firstOfSeveral(MetricKey key, long instant, int visits) {
    visitor.firstOfSeveral(key, instant, visits);
  }

  @Override
  public void hour(MetricKey key, int epochHour, int visits) {
    visitor.hour(key, epochHour, visits);
  }

  @Override
  public void exposure(MetricKey key, int epochDay, int visits) {
    visitor.exposure(key, epochDay, visits);
  }
}
