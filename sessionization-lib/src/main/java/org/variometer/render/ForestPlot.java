package org.variometer.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.variometer.report.MetricReadout;
import org.variometer.report.PopulationReadout;
import org.variometer.report.Role;
import org.variometer.report.VariantReadout;
import org.variometer.statistics.Effect;
import org.variometer.statistics.Interval;

/** Lifts with their intervals, one below the other on one scale, as SVG. */
final class ForestPlot {
  private static final int WIDTH = 360;
  private static final int LEFT = 12;
  private static final int RIGHT = 348;
  private static final int ROW = 40;
  private static final int AXIS = 26;

  /** Farther out nothing is drawn: one wide interval must not press all others together. */
  private static final double WIDEST = 1;

  private final List<Row> rows = new ArrayList<>();
  private double reach = 0.01;

  private record Row(String label, String figures, Effect lift, String look) {}

  /** Of the primary metrics and the guardrails. */
  ForestPlot(PopulationReadout population) {
    for (MetricReadout metric : population.metrics()) {
      if (metric.role() != Role.OTHER) {
        for (VariantReadout variant : metric.variants()) {
          variant.comparison().lift().figure().ifPresent(lift -> add(metric, variant, lift));
        }
      }
    }
  }

  private void add(MetricReadout metric, VariantReadout variant, Effect lift) {
    Interval interval = lift.interval(Effect.LEVEL);
    rows.add(
        new Row(
            metric.metric().name() + ": " + variant.variant(),
            Figures.lift(lift.value()) + " (" + Figures.lift(interval) + ")",
            lift,
            look(metric, variant)));
    double out = Math.max(Math.abs(interval.lower()), Math.abs(interval.upper()));
    reach = Math.max(reach, Math.min(WIDEST, out));
  }

  static String look(MetricReadout metric, VariantReadout variant) {
    return Figures.isBad(metric, variant)
        ? "bad"
        : Figures.isGood(metric, variant) ? "good" : "plain";
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Draws it; the table beneath has the same figures for who doesn't see it. */
  void draw(Html html, String title) {
    int height = rows.size() * ROW + AXIS;
    html.open(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + " " + height,
        "role",
        "img",
        "aria-label",
        title + ". The table has the same figures.");
    line(html, "zero", x(0), 0, x(0), height - AXIS);
    for (int i = 0; i < rows.size(); i++) {
      row(html, rows.get(i), i * ROW);
    }
    int base = height - 8;
    label(html, LEFT, base, "start", Figures.lift(-reach), "axis");
    label(html, (int) x(0), base, "middle", "0", "axis");
    label(html, RIGHT, base, "end", Figures.lift(reach), "axis");
    html.close();
  }

  private void row(Html html, Row row, int top) {
    // Long names run out of the picture; the table has them whole.
    label(html, LEFT, top + 14, "start", shortened(row.label), "name");
    label(html, RIGHT, top + 14, "end", row.figures, "figures");
    Interval sequence = row.lift.confidenceSequence(Effect.LEVEL, Effect.TUNED_AT);
    Interval interval = row.lift.interval(Effect.LEVEL);
    double middle = top + 27;
    line(html, "sequence", x(sequence.lower()), middle, x(sequence.upper()), middle);
    line(html, "interval " + row.look, x(interval.lower()), middle, x(interval.upper()), middle);
    html.open(
            "circle",
            "class",
            row.look,
            "cx",
            number(x(row.lift.value())),
            "cy",
            number(middle),
            "r",
            "5")
        .close();
  }

  private static String shortened(String label) {
    int most = 24;
    return label.codePointCount(0, label.length()) <= most
        ? label
        : label.substring(0, label.offsetByCodePoints(0, most - 1)) + "…";
  }

  private void line(Html html, String look, double x1, double y1, double x2, double y2) {
    html.open(
            "line",
            "class",
            look,
            "x1",
            number(x1),
            "y1",
            number(y1),
            "x2",
            number(x2),
            "y2",
            number(y2))
        .close();
  }

  private static void label(Html html, int x, int y, String anchor, String text, String look) {
    html.element(
        "text",
        text,
        "x",
        Integer.toString(x),
        "y",
        Integer.toString(y),
        "text-anchor",
        anchor,
        "class",
        look);
  }

  private double x(double lift) {
    double within = Math.max(-reach, Math.min(reach, lift));
    return LEFT + (RIGHT - LEFT) * (within / reach + 1) / 2;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
