package org.variometer.slot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.variometer.kairos.KairosReader;
import org.variometer.local.OracleSettings;
import org.variometer.oracle.LayerContract;
import org.variometer.oracle.Oracle;

/** The law for the batch: records in any slots, which seal whatever they seal. */
class BatchLawProperties implements LayerContract {
  private static final long HOUR = 3_600_000;

  /** In slots of up to 15 records; each seals a minute, an hour, a day more, or nothing. */
  @Override
  public Result compute(List<Oracle.Line> lines, Oracle.Settings settings, Random random) {
    List<Oracle.Line> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, random);
    MiniBatch batch = new MiniBatch(OracleSettings.config(settings));
    long[] steps = {0, 0, HOUR / 60, HOUR, 24 * HOUR};
    long seals = firstTimestamp(lines) / HOUR * HOUR;
    int from = 0;
    while (from < shuffled.size()) {
      int to = Math.min(shuffled.size(), from + random.nextInt(16));
      batch.run(shuffled.subList(from, to), seals);
      seals += steps[random.nextInt(steps.length)];
      from = to;
    }
    batch.run(List.of(), KairosReader.END);
    return new Result(batch.rows(), batch.counts());
  }

  @Override
  public Oracle.Result expected(List<Oracle.Line> lines, Oracle.Settings settings) {
    return Oracle.batch(lines, settings);
  }

  /** Of those that are written plainly; some are not. */
  private static long firstTimestamp(List<Oracle.Line> lines) {
    return lines.stream()
        .filter(line -> line.arrival().isPresent())
        .mapToLong(line -> line.arrival().getAsLong())
        .min()
        .orElse(0);
  }
}
