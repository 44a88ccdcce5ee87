package org.variometer.oracle;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The specification once more, naively, to compare the library with: what {@code metrics} and
 * {@code metrics --as-stream} give for a set of lines (SPEC §1–§4, §9). Independent of the library.
 */
public final class Oracle {

  private static final long BATCH_MEMORY = (72 * 60 + 40) * 60_000L;
  private static final long STREAM_GAP = 35 * 60_000L;

  private Oracle() {}

  /** The settings of the specification that a case may change (SPEC §1, §2, §4). */
  public record Settings(
      int maxBeacons,
      BigDecimal maxRevenue,
      String reportingCurrency,
      Map<String, BigDecimal> rates,
      List<CustomMetric> customMetrics,
      Map<String, String> siteMapping) {

    /** Copies the collections. */
    public Settings {
      rates = Map.copyOf(rates);
      customMetrics = List.copyOf(customMetrics);
      siteMapping = Map.copyOf(siteMapping);
    }

    /** The defaults of SPEC §1 and §2. */
    public static Settings defaults() {
      return new Settings(5000, new BigDecimal("10000000"), "USD", Map.of(), List.of(), Map.of());
    }

    /** With another {@code variometer.session.max-beacons}. */
    public Settings withMaxBeacons(int other) {
      return new Settings(other, maxRevenue, reportingCurrency, rates, customMetrics, siteMapping);
    }

    /** With another {@code variometer.order.max-revenue}. */
    public Settings withMaxRevenue(BigDecimal other) {
      return new Settings(maxBeacons, other, reportingCurrency, rates, customMetrics, siteMapping);
    }

    /** With another reporting currency. */
    public Settings withReportingCurrency(String other) {
      return new Settings(maxBeacons, maxRevenue, other, rates, customMetrics, siteMapping);
    }

    /** With other rates: amount in that currency × rate = amount in the reporting one. */
    public Settings withRates(Map<String, BigDecimal> other) {
      return new Settings(
          maxBeacons, maxRevenue, reportingCurrency, other, customMetrics, siteMapping);
    }

    /** With other custom metrics. */
    public Settings withCustomMetrics(List<CustomMetric> other) {
      return new Settings(maxBeacons, maxRevenue, reportingCurrency, rates, other, siteMapping);
    }

    /** With another mapping of sites, applied once, after the default. */
    public Settings withSiteMapping(Map<String, String> other) {
      return new Settings(maxBeacons, maxRevenue, reportingCurrency, rates, customMetrics, other);
    }
  }

  /** A declared metric (SPEC §4); measure is {@code count}, {@code sum} or {@code visits}. */
  public record CustomMetric(String name, String event, String measure) {}

  /**
   * A record (SPEC §1): its bytes, and the timestamp of its Kafka record; without one the rule of a
   * bare file gives its arrival.
   */
  public record Line(byte[] bytes, OptionalLong arrival) {

    private static final int SHOWN = 2_000;

    @Override
    public String toString() {
      String text = bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
      String shown =
          text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + bytes.length + ")";
      return arrival.isPresent() ? shown + " @" + arrival.getAsLong() : shown;
    }
  }

  /** What comes out: the CSV's lines as {@code export} says (SPEC §9), and the accounting. */
  public record Result(List<String> csvLines, Accounting accounting) {}

  /** Where every record went (SPEC §1 and §9, {@code metrics}). */
  public record Accounting(
      long read,
      long accepted,
      SortedMap<String, Long> rejected,
      long used,
      long duplicate,
      long quarantined,
      long ignoredPerformance,
      long sessions,
      long visits) {}

  /** As the batch with {@code --final} would write it. */
  public static Result batch(List<Line> lines, Settings settings) {
    return run(lines, settings, BATCH_MEMORY, true);
  }

  /** As the stream would write it, without rolling metrics. */
  public static Result stream(List<Line> lines, Settings settings) {
    return run(lines, settings, STREAM_GAP, false);
  }

  /** The reason of the line's rejection, or empty when it is accepted (SPEC §1). */
  public static Optional<String> reason(Line line, Settings settings) {
    return new Gate(settings).judge(line).reason();
  }

  /** The visits of accepted records, as the batch has them; none of quarantined sessions. */
  static List<Visit> batchVisits(List<Line> lines, Settings settings) {
    Gate gate = new Gate(settings);
    List<Beacon> accepted = new ArrayList<>();
    lines.forEach(line -> gate.judge(line).beacon().ifPresent(accepted::add));
    List<Visit> visits = new ArrayList<>();
    for (Session session : Session.of(accepted, BATCH_MEMORY)) {
      if (session.standing().size() <= settings.maxBeacons()) {
        visits.addAll(session.visits());
      }
    }
    return visits;
  }

  private static Result run(
      List<Line> lines, Settings settings, long greatestArrivalGap, boolean withVisitors) {
    Gate gate = new Gate(settings);
    List<Beacon> accepted = new ArrayList<>();
    SortedMap<String, Long> rejected = new TreeMap<>();
    long ignoredPerformance = 0;
    for (Line line : lines) {
      Gate.Verdict verdict = gate.judge(line);
      verdict.reason().ifPresent(reason -> rejected.merge(reason, 1L, Long::sum));
      verdict.beacon().ifPresent(accepted::add);
      ignoredPerformance += verdict.beacon().map(Beacon::ignoredPerformance).orElse(0L);
    }
    Tally tally = new Tally(settings.customMetrics());
    long used = 0;
    long duplicate = 0;
    long quarantined = 0;
    long sessions = 0;
    long visits = 0;
    for (Session session : Session.of(accepted, greatestArrivalGap)) {
      int distinct = session.standing().size();
      if (distinct > settings.maxBeacons()) {
        quarantined += session.records().size();
      } else {
        used += distinct;
        duplicate += session.records().size() - distinct;
        sessions++;
        for (Visit visit : session.visits()) {
          visits++;
          tally.add(visit);
        }
      }
    }
    return new Result(
        Report.csv(tally, settings.customMetrics(), withVisitors),
        new Accounting(
            lines.size(),
            accepted.size(),
            rejected,
            used,
            duplicate,
            quarantined,
            ignoredPerformance,
            sessions,
            visits));
  }
}
