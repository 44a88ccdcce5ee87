package org.variometer.cli;

import org.variometer.render.CsvReport;
import org.variometer.render.HtmlReport;
import org.variometer.render.JsonReport;
import org.variometer.render.TextReport;
import org.variometer.report.Report;

/** The forms of a report; their names are the option's values. */
enum ReportFormat {
  TEXT,
  JSON,
  CSV,
  HTML;

  String write(Report report) {
    return switch (this) {
      case TEXT -> TextReport.write(report);
      case JSON -> JsonReport.write(report);
      case CSV -> CsvReport.write(report);
      case HTML -> HtmlReport.write(report);
    };
  }
}
