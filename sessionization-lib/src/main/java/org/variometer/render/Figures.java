package org.variometer.render;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.variometer.readout.ReadoutMetric;
import org.variometer.readout.ReadoutMetric.Kind;
import org.variometer.readout.Side;
import org.variometer.readout.Span;
import org.variometer.report.MetricReadout;
import org.variometer.report.Source;
import org.variometer.report.VariantReadout;
import org.variometer.report.Verdict;
import org.variometer.statistics.Effect;
import org.variometer.statistics.Estimable;
import org.variometer.statistics.Interval;
import org.variometer.statistics.SampleRatio;

/** Figures as people read them: rounded, with signs and units. */
final class Figures {
  /** What stands where there is no figure. */
  static final String NONE = "—";

  /** What has to be known to read a report. */
  static final String LEGEND =
      "Intervals are of 95 %, by intention to treat, of visitors who met one variant alone. Whether"
          + " there is an effect the difference's interval decides; the lift's own can be wider and"
          + " hold 0 all the same. Holm is the p-value if all primary metrics and variants are looked"
          + " at. The interval holds once, at the experiment's end; the confidence sequence holds"
          + " whenever somebody looks.";

  private static final double SMALLEST_P = 0.0001;

  private Figures() {}

  /** When a span begins; empty where it has no beginning. */
  static Optional<String> from(Span span) {
    return span.from() == Span.ALL.from()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(span.from()).toString());
  }

  /** Before when a span ends; empty where it has no end. */
  static Optional<String> until(Span span) {
    return span.until() == Span.ALL.until()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(span.until()).toString());
  }

  /** A span in words. */
  static String span(Span span) {
    return from(span).map(from -> "from " + from).orElse("from the first beacon")
        + until(span).map(until -> " to " + until).orElse(" on");
  }

  /** How visitors make a value, in files. */
  static String kind(ReadoutMetric metric) {
    return metric.kind().name().toLowerCase(Locale.ROOT);
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A metric's value. */
  static String value(ReadoutMetric metric, Estimable<Double> value) {
    return value.map(known -> value(metric, known)).figure().orElse(NONE);
  }

  static String value(ReadoutMetric metric, double value) {
    return isShare(metric) ? percent(value) : decimal(value, metric.amount() ? 2 : 3);
  }

  /** A difference of two values: of shares in percentage points. */
  static String difference(ReadoutMetric metric, double value) {
    String text = isShare(metric) ? decimal(100 * value, 2) + " pp" : value(metric, value);
    return signed(value, text);
  }

  /** Shares of visitors, visits or page views. */
  private static boolean isShare(ReadoutMetric metric) {
    return metric.kind() == Kind.PROPORTION || (metric.kind() == Kind.RATIO && !metric.amount());
  }

  /** A relative change. */
  static String lift(double lift) {
    return signed(lift, percent(lift));
  }

  static String lift(Estimable<Effect> lift) {
    return lift.map(known -> lift(known.value())).figure().orElse(NONE);
  }

  static String lift(Interval interval) {
    return lift(interval.lower()) + " to " + lift(interval.upper());
  }

  static String difference(ReadoutMetric metric, Interval interval) {
    return difference(metric, interval.lower()) + " to " + difference(metric, interval.upper());
  }

  static String p(Estimable<Double> pValue) {
    return pValue.map(Figures::p).figure().orElse(NONE);
  }

  static String p(double pValue) {
    return pValue < SMALLEST_P ? "<0.0001" : String.format(Locale.ROOT, "%.4f", pValue);
  }

  /** A share of a whole, with as many decimals as tell it from others of its size. */
  static String percent(double share) {
    double percent = Math.abs(100 * share);
    return decimal(100 * share, percent >= 100 ? 0 : percent >= 10 ? 1 : 2) + " %";
  }

  private static String decimal(double value, int decimals) {
    double magnitude = Math.abs(value);
    if (magnitude >= 1e12 || (magnitude > 0 && magnitude < 0.5 * Math.pow(10, -decimals))) {
      return String.format(Locale.ROOT, "%.1e", value).replace("-", "−");
    }
    return String.format(Locale.ROOT, "%,." + decimals + "f", value).replace('-', '−');
  }

  private static String signed(double value, String text) {
    return value > 0 ? "+" + text : text;
  }

  /** What is to be thought of a variant by one metric, in few words. */
  static String verdict(MetricReadout metric, VariantReadout variant) {
    if (variant.guardrail().isPresent()) {
      return variant
          .guardrail()
          .get()
          .map(guardrail -> guardrail.isHurt() ? "HURT" : "not hurt")
          .figure()
          .orElse("not estimable");
    }
    return switch (variant.verdict()) {
      case HIGHER -> "higher" + opinion(metric, Side.UP);
      case LOWER -> "lower" + opinion(metric, Side.DOWN);
      case UNDECIDED -> "undecided";
      case NOT_ESTIMABLE -> "not estimable";
    };
  }

  private static String opinion(MetricReadout metric, Side moved) {
    return metric.hurts().map(side -> side == moved ? ", worse" : ", better").orElse("");
  }

  /** Whether people should look at once. */
  static boolean isBad(MetricReadout metric, VariantReadout variant) {
    if (variant.guardrail().isPresent()) {
      return variant.guardrail().get().figure().map(guardrail -> guardrail.isHurt()).orElse(false);
    }
    return metric.hurts().isPresent()
        && variant.verdict() == (metric.hurts().get() == Side.UP ? Verdict.HIGHER : Verdict.LOWER);
  }

  /** Whether it is as its owner hopes. */
  static boolean isGood(MetricReadout metric, VariantReadout variant) {
    return variant.guardrail().isEmpty()
        && metric.hurts().isPresent()
        && variant.verdict() == (metric.hurts().get() == Side.UP ? Verdict.LOWER : Verdict.HIGHER);
  }

  /** Whether a split can be trusted. */
  static String split(Estimable<SampleRatio> split) {
    return split
        .map(
            known ->
                (known.isMismatch(SampleRatio.ALPHA)
                        ? "MISMATCH, not to be trusted"
                        : "as it should be")
                    + " (p "
                    + p(known.pValue())
                    + ")")
        .figure()
        .orElseGet(() -> "not tested, because " + split.obstacle().orElseThrow().words());
  }

  /** Where a report comes from and how fresh it is. */
  static String source(Source source) {
    String newest = source.newest().map(Object::toString).orElse("none");
    return switch (source.kind()) {
      case TABLES -> "the batch's tables, newest slot " + newest;
      case FILES -> "files of beacons, newest arrival " + newest;
    };
  }
}
