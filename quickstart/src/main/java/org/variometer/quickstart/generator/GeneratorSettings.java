package org.variometer.quickstart.generator;

import com.typesafe.config.Config;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that determines the traffic: the same settings give the same bytes.
 *
 * @param seed any number
 * @param events records written in all, rejected ones and duplicates included; 1–2·10⁹
 * @param start event time of the first visit, 2000-02-01 to 2099-11-01
 * @param span time over which visits begin, 1 s–30 days
 * @param currency of the orders, the reporting currency of the analysis; three capital letters
 * @param maxSessionBeacons distinct beacons above which a session is quarantined, 200–10⁶
 * @param latenessMin how late a late beacon is at least, 1 h–70 h
 * @param latenessMax how late a late beacon is at most, up to 70 h
 * @param visits what visits are like
 * @param sites 1–100
 * @param experiments 0–50
 * @param shares how often what goes wrong
 */
public record GeneratorSettings(
    long seed,
    long events,
    Instant start,
    Duration span,
    String currency,
    int maxSessionBeacons,
    Duration latenessMin,
    Duration latenessMax,
    VisitSettings visits,
    List<SiteSettings> sites,
    List<ExperimentSettings> experiments,
    Shares shares) {

  /**
   * Checks everything.
   *
   * @throws SettingsException with all that is wrong
   */
  public GeneratorSettings {
    sites = List.copyOf(sites);
    experiments = List.copyOf(experiments);
    new SettingsCheck()
        .run(events, start, span)
        .orders(currency, maxSessionBeacons)
        .lateness(latenessMin, latenessMax)
        .visits(visits)
        .sites(sites)
        .experiments(experiments, sites)
        .shares(shares)
        .throwProblems();
  }

  /**
   * Reads the block {@code variometer.generate}; every key must be there, as the reference
   * configuration has them all.
   *
   * @throws SettingsException with all that is wrong
   */
  public static GeneratorSettings from(Config variometerGenerate) {
    return new SettingsReader(variometerGenerate).settings();
  }

  /** The same with another seed. */
  public GeneratorSettings withSeed(long other) {
    Fields changed = new Fields(this);
    changed.seed = other;
    return changed.settings();
  }

  /** The same with another number of records, 1–2·10⁹. */
  public GeneratorSettings withEvents(long other) {
    Fields changed = new Fields(this);
    changed.events = other;
    return changed.settings();
  }

  /** The same at another time: visits begin from {@code otherStart} on for {@code otherSpan}. */
  public GeneratorSettings withTime(Instant otherStart, Duration otherSpan) {
    Fields changed = new Fields(this);
    changed.start = otherStart;
    changed.span = otherSpan;
    return changed.settings();
  }

  /** The same with late beacons late by {@code min} to {@code max}, 1 h–70 h. */
  public GeneratorSettings withLateness(Duration min, Duration max) {
    Fields changed = new Fields(this);
    changed.latenessMin = min;
    changed.latenessMax = max;
    return changed.settings();
  }

  /** The same with other visits. */
  public GeneratorSettings withVisits(VisitSettings other) {
    Fields changed = new Fields(this);
    changed.visits = other;
    return changed.settings();
  }

  /** The same with other experiments, 0–50. */
  public GeneratorSettings withExperiments(List<ExperimentSettings> other) {
    Fields changed = new Fields(this);
    changed.experiments = other;
    return changed.settings();
  }

  /** The same with other shares. */
  public GeneratorSettings withShares(Shares other) {
    Fields changed = new Fields(this);
    changed.shares = other;
    return changed.settings();
  }

  /** The same with another share, 0–1, of one disturbance. */
  public GeneratorSettings withShare(Disturbance disturbance, double share) {
    return withShares(shares.with(disturbance, share));
  }

  /** A copy to change before it becomes settings. */
  private static final class Fields {
    private long seed;
    private long events;
    private Instant start;
    private Duration span;
    private String currency;
    private int maxSessionBeacons;
    private Duration latenessMin;
    private Duration latenessMax;
    private VisitSettings visits;
    private List<SiteSettings> sites;
    private List<ExperimentSettings> experiments;
    private Shares shares;

    Fields(GeneratorSettings from) {
      seed = from.seed;
      events = from.events;
      start = from.start;
      span = from.span;
      currency = from.currency;
      maxSessionBeacons = from.maxSessionBeacons;
      latenessMin = from.latenessMin;
      latenessMax = from.latenessMax;
      visits = from.visits;
      sites = from.sites;
      experiments = from.experiments;
      shares = from.shares;
    }

    GeneratorSettings settings() {
      return new GeneratorSettings(
          seed,
          events,
          start,
          span,
          currency,
          maxSessionBeacons,
          latenessMin,
          latenessMax,
          visits,
          sites,
          experiments,
          shares);
    }
  }
}
