package org.variometer.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of a tally, derived metrics included, in the form of {@code export} (SPEC §4, §9). */
final class Report {

  private static final String HEADER =
      "metric,site,experiment,variant,population,granularity,timestamp,value";

  /** All columns but the value; strings by UTF-8 bytes, timestamps numerically. */
  private static final Comparator<Row> ORDER =
      Comparator.comparing((Row row) -> row.cell().metric(), Text.BY_UTF8)
          .thenComparing(row -> row.cell().key().site(), Text.BY_UTF8)
          .thenComparing(row -> row.cell().key().experiment(), Text.BY_UTF8)
          .thenComparing(row -> row.cell().key().variant(), Text.BY_UTF8)
          .thenComparing(row -> row.cell().key().population(), Text.BY_UTF8)
          .thenComparing(row -> row.cell().granularity(), Text.BY_UTF8)
          .thenComparing(row -> row.cell().timestamp());

  private record Row(Tally.Cell cell, BigDecimal value) {}

  private final Tally tally;
  private final Set<String> amounts = new HashSet<>(Set.of("visit_revenue", "revenue"));
  private final List<Row> rows = new ArrayList<>();

  private Report(Tally tally, List<Oracle.CustomMetric> customMetrics) {
    this.tally = tally;
    for (Oracle.CustomMetric metric : customMetrics) {
      if (metric.measure().equals("sum")) {
        amounts.add(metric.name());
      }
    }
  }

  /** The CSV's lines, the header first; unique and exposed visitors only when asked for. */
  static List<String> csv(
      Tally tally, List<Oracle.CustomMetric> customMetrics, boolean withVisitors) {
    Report report = new Report(tally, customMetrics);
    report.addAdditive();
    report.addRatio("bounce_rate", "bounces", "visits");
    report.addRatio("conversion_rate", "converted_visits", "visits");
    report.addRatio("site_error_rate", "error_visits", "visits");
    report.addRatio("revenue_per_visit", "visit_revenue", "visits");
    report.addRatio("error_rate", "errors", "page_views");
    report.addRatio("aov", "revenue", "orders");
    report.addPercentiles();
    if (withVisitors) {
      report.addSizes(tally.visitors());
      report.addSizes(tally.multiplyExposed());
    }
    return report.lines();
  }

  private void addAdditive() {
    tally.additive().forEach((cell, total) -> rows.add(new Row(cell, inUnits(cell, total))));
  }

  private void addRatio(String metric, String numerator, String denominator) {
    tally
        .additive()
        .forEach(
            (cell, divisor) -> {
              if (cell.metric().equals(denominator) && divisor.signum() != 0) {
                Tally.Cell above = cell.withMetric(numerator);
                BigInteger total = tally.additive().getOrDefault(above, BigInteger.ZERO);
                double ratio =
                    inUnits(above, total)
                        .divide(new BigDecimal(divisor), new MathContext(60))
                        .doubleValue();
                rows.add(new Row(cell.withMetric(metric), shortest(ratio)));
              }
            });
  }

  private void addPercentiles() {
    tally
        .distributions()
        .forEach(
            (cell, values) -> {
              for (int percent : List.of(50, 75, 95, 99)) {
                double value = Histogram.quantile(values, percent);
                rows.add(new Row(cell.withMetric(cell.metric() + ".p" + percent), shortest(value)));
              }
            });
  }

  private void addSizes(Map<Tally.Cell, Set<String>> sets) {
    sets.forEach((cell, set) -> rows.add(new Row(cell, BigDecimal.valueOf(set.size()))));
  }

  private BigDecimal inUnits(Tally.Cell cell, BigInteger total) {
    return amounts.contains(cell.metric()) ? new BigDecimal(total, 6) : new BigDecimal(total);
  }

  /** The shortest decimal that reads back to the same double. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    rows.stream()
        .filter(row -> row.value().signum() != 0)
        .sorted(ORDER)
        .forEach(row -> lines.add(line(row)));
    return lines;
  }

  private static String line(Row row) {
    Tally.Cell cell = row.cell();
    return String.join(
        ",",
        quoted(cell.metric()),
        quoted(cell.key().site()),
        quoted(cell.key().experiment()),
        quoted(cell.key().variant()),
        quoted(cell.key().population()),
        quoted(cell.granularity()),
        Long.toString(cell.timestamp()),
        row.value().stripTrailingZeros().toPlainString());
  }

  private static String quoted(String text) {
    boolean needed = text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return needed ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
