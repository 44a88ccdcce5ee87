package org.variometer.local;

import org.variometer.series.Row;

/** A report as the text that the command prints. */
final class Csv {
  private Csv() {}

  static String of(MetricsReport report) {
    StringBuilder csv = new StringBuilder(Row.HEADER).append('\n');
    report.rows(row -> csv.append(row.toCsv()).append('\n'));
    return csv.toString();
  }
}
