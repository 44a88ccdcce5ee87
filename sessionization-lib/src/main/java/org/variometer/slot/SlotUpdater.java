package org.variometer.slot;

import java.util.List;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.SessionKey;
import org.variometer.metric.ContributionSink;
import org.variometer.metric.Contributions;
import org.variometer.metric.ForwardingSink;
import org.variometer.metric.MetricCatalog;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Totals;
import org.variometer.session.Merge;
import org.variometer.session.SessionCounts;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;
import org.variometer.visitor.VisitorDays;

/**
 * Adds what a slot has of sessions to what is known of them, and gathers what that means for totals
 * and visitors. For one thread and one slot.
 */
public final class SlotUpdater {
  private final SessionRules rules;
  private final SessionMerger merger;
  private final Contributions contributions;
  private final Totals totals = new Totals();
  private final VisitorDays visitors = new VisitorDays();
  private SessionCounts counts = SessionCounts.ZERO;

  /**
   * Updates by these rules.
   *
   * @param rules how the batch sees sessions
   * @param catalog all metrics
   */
  public SlotUpdater(SessionRules rules, MetricCatalog catalog) {
    this.rules = rules;
    this.merger = new SessionMerger(rules);
    this.contributions = new Contributions(catalog, rules);
  }

  /**
   * Adds records to a session.
   *
   * @param session the session
   * @param known what is known of it
   * @param arrived what the slot has of it, in any order
   * @return what is known now
   */
  public SessionState update(SessionKey session, SessionState known, List<BeaconRecord> arrived) {
    Merge merge = merger.merge(known, arrived);
    contributions.addDifference(session.site(), merge, new ByVisitor());
    counts =
        counts.plus(SessionCounts.of(merge.merged(), rules).minus(SessionCounts.of(known, rules)));
    return merge.merged();
  }

  /** What all that was added contributes to minutes. */
  public Totals totals() {
    return totals;
  }

  /** What all that was added contributes to visitors. */
  public VisitorDays visitors() {
    return visitors;
  }

  /** Where all that was added went: differences, so parts may be negative. */
  public SessionCounts counts() {
    return counts;
  }

  /** Tells visitors apart; all that comes is of one of them. */
  private final class ByVisitor implements ContributionSink {
    @Override
    public ContributionSink ofVisitor(String visitorId) {
      return new Both(visitors.ofVisitor(visitorId));
    }

    @Override
    public void add(MetricKey key, int epochMinute, int measure, long amount) {
      throw new IllegalStateException("a contribution of no visitor's");
    }
  }

  /** Adds to the totals, and to a visitor. */
  private final class Both extends ForwardingSink {
    private final ContributionSink visitor;

    Both(ContributionSink visitor) {
      super(visitor);
      this.visitor = visitor;
    }

    @Override
    public ContributionSink ofEntry(long instant) {
      return new Both(visitor.ofEntry(instant));
    }

    @Override
    public void add(MetricKey key, int epochMinute, int measure, long amount) {
      totals.add(key, epochMinute, measure, amount);
      visitor.add(key, epochMinute, measure, amount);
    }
  }
}
