package org.variometer.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.variometer.oracle.LayerContract;
import org.variometer.oracle.Oracle;

/**
 * The law for the library as the stream sees sessions: its state kept as bytes between the cuts.
 */
class LibraryAsStreamLawProperties implements LayerContract {
  @Override
  public Result compute(List<Oracle.Line> lines, Oracle.Settings settings, Random random) {
    List<Oracle.Line> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, random);
    MetricsReport report =
        new IncrementalRun(OracleSettings.config(settings), View.STREAM).run(shuffled, random);
    return new Result(Csv.of(report).lines().toList(), report.accounting().counts());
  }

  @Override
  public Oracle.Result expected(List<Oracle.Line> lines, Oracle.Settings settings) {
    return Oracle.stream(lines, settings);
  }
}
