/** What reading experiments out costs: {@link org.variometer.benchmarks.report.ReportCommand}. */
package org.variometer.benchmarks.report;
