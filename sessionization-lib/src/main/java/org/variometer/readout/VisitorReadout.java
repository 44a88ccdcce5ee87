package org.variometer.readout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.variometer.beacon.Mention;
import org.variometer.json.Utf8;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.visitor.VisitorEntry;

/**
 * Reads visitors out, one after the other, by intention to treat: from a visitor's first exposure
 * (in population qualified: first qualification) on, all its visits on the site count to the
 * experiment's end, whether they mention the experiment or not. Precisely, with that exposure at
 * t₀:
 *
 * <ul>
 *   <li>of visits that entered the population at t₀ counts what is attributed (spec §3);
 *   <li>visits that begin after t₀ and before the experiment's end count whole (population all);
 *   <li>all others don't: they began before t₀, or with it and did not bring it.
 * </ul>
 *
 * <p>For one thread.
 */
public final class VisitorReadout {
  /** On how many full days before the first assignment's a visitor's earlier self is looked for. */
  public static final int DAYS_BEFORE = 14;

  private static final long DAY = Granularity.DAY.millis();

  private final int[] measures;
  private final Spans spans;
  private final Map<String, Map<String, Optional<Span>>> known = new HashMap<>();
  private final List<Trial> trials = new ArrayList<>();
  private final List<AllVisits> allVisits = new ArrayList<>();

  /** What a visitor's visits contribute on a day, of whatever experiment. */
  private record AllVisits(int epochDay, VisitorEntry entry) {}

  /** Reads out these experiments. */
  public VisitorReadout(ReadoutMetrics metrics, Spans spans) {
    this.measures = metrics.measures();
    this.spans = spans;
  }

  /**
   * Reads a visitor out.
   *
   * @param treated takes it, once for each experiment and population that treated it
   */
  public void read(VisitorHistory visitor, Consumer<TreatedVisitor> treated) {
    trials.clear();
    allVisits.clear();
    for (VisitorHistory.Day day : visitor.days()) {
      for (Map.Entry<MetricKey, VisitorEntry> entry : day.visits().byKey().entrySet()) {
        MetricKey key = entry.getKey();
        if (key.population() == Population.ALL) {
          allVisits.add(new AllVisits(day.epochDay(), entry.getValue()));
        } else {
          Trial trial = trial(visitor.site(), key.experiment());
          if (trial != null) {
            trial.add(day.epochDay(), key, entry.getValue());
          }
        }
      }
    }
    for (Trial trial : trials) {
      trial.readOut(visitor.site(), treated);
    }
  }

  /** What the visitor met of an experiment; null if that is not read out. */
  private Trial trial(String site, String experiment) {
    for (int i = 0; i < trials.size(); i++) {
      if (trials.get(i).experiment.equals(experiment)) {
        return trials.get(i);
      }
    }
    Optional<Span> span =
        known
            .computeIfAbsent(site, s -> new HashMap<>())
            .computeIfAbsent(experiment, e -> spans.of(site, e));
    if (span.isEmpty()) {
      return null;
    }
    Trial trial = new Trial(experiment, span.get());
    trials.add(trial);
    return trial;
  }

  /** What a visitor met of an experiment. */
  private final class Trial {
    private final String experiment;
    private final Span span;
    private final Exposures assigned = new Exposures(Population.ASSIGNED);
    private final Exposures qualified = new Exposures(Population.QUALIFIED);
    private String variant;
    private boolean several;

    Trial(String experiment, Span span) {
      this.experiment = experiment;
      this.span = span;
    }

    void add(int epochDay, MetricKey key, VisitorEntry entry) {
      (key.population() == Population.ASSIGNED ? assigned : qualified)
          .add(epochDay, key.variant(), entry, span);
    }

    /** Notes a variant that a visit mentions in the experiment's time. */
    private void met(String other) {
      several |= other.equals(Mention.MULTIPLE) || (variant != null && !variant.equals(other));
      variant = other;
    }

    void readOut(String site, Consumer<TreatedVisitor> treated) {
      if (assigned.isExposed()) {
        Optional<long[]> before = before((int) (assigned.since / DAY));
        assigned.readOut(site, before, treated);
        if (qualified.isExposed()) {
          qualified.readOut(site, before, treated);
        }
      }
    }

    /** The visitor's exposures in a population. */
    private final class Exposures {
      private final Population population;
      private final List<Met> met = new ArrayList<>(4);
      private long since = VisitorEntry.NEVER;

      Exposures(Population population) {
        this.population = population;
      }

      void add(int epochDay, String of, VisitorEntry entry, Span within) {
        met.add(new Met(epochDay, of, entry));
        long first = entry.firstEntry(epochDay, within.from(), within.until());
        if (first != VisitorEntry.NEVER) {
          since = Math.min(since, first);
          if (population == Population.ASSIGNED) {
            met(of);
          }
        }
      }

      boolean isExposed() {
        return since != VisitorEntry.NEVER;
      }

      void readOut(String site, Optional<long[]> before, Consumer<TreatedVisitor> treated) {
        long[] sums = new long[measures.length];
        for (Met of : met) {
          of.entry.addSums(measures, since, since + 1, sums);
        }
        for (AllVisits visits : allVisits) {
          if ((visits.epochDay + 1) * DAY > since) {
            visits.entry.addSums(measures, since + 1, span.until(), sums);
          }
        }
        treated.accept(
            new TreatedVisitor(
                site, experiment, population, firstVariant(), since, several, sums, before));
      }

      /** By which variant the visits at the first exposure entered; of several the least. */
      private String firstVariant() {
        String first = null;
        for (Met of : met) {
          if (of.epochDay == since / DAY
              && !of.variant.equals(Mention.MULTIPLE)
              && of.entry.isEnteredAt(since)
              && (first == null || Utf8.compare(of.variant, first) < 0)) {
            first = of.variant;
          }
        }
        return first == null ? Mention.MULTIPLE : first;
      }
    }
  }

  /** What a variant's visits contribute on a day. */
  private record Met(int epochDay, String variant, VisitorEntry entry) {}

  /** The sums of the days before one. */
  private Optional<long[]> before(int firstDay) {
    long[] sums = null;
    for (AllVisits visits : allVisits) {
      if (visits.epochDay >= firstDay - DAYS_BEFORE
          && visits.epochDay < firstDay
          && visits.entry.isSeen()) {
        sums = sums == null ? new long[measures.length] : sums;
        visits.entry.addSums(measures, 0, Long.MAX_VALUE, sums);
      }
    }
    return Optional.ofNullable(sums);
  }
}
