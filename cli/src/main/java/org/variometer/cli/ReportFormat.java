package org.variometer.cli;

import java.util.function.Function;
import org.variometer.render.CsvReport;
import org.variometer.render.HtmlReport;
import org.variometer.render.JsonReport;
import org.variometer.render.TextReport;
import org.variometer.report.Report;

/** The forms of a report; their names are the option's values. */
enum ReportFormat {
  TEXT(TextReport::write),
  JSON(JsonReport::write),
  CSV(CsvReport::write),
  HTML(HtmlReport::write);

  private final Function<Report, String> writer;

  ReportFormat(Function<Report, String> writer) {
    this.writer = writer;
  }

  String write(Report report) {
    return writer.apply(report);
  }
}
