package org.variometer.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.config.VariometerConfig;
import org.variometer.local.Accounting;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;

/** What a layer said of its accounting, micro-batch after micro-batch, beside what is so. */
final class SaidAccounting {
  private static final int SHOWN = 5;

  private SaidAccounting() {}

  /**
   * What is wrong with it, a line each: the last of each number is not what it should be, or what
   * was accepted at some time went nowhere (spec §1).
   *
   * @param layer whose
   * @param should what it should have come to
   */
  static List<String> wrong(VariometerConfig config, String layer, Accounting should)
      throws IOException {
    List<String> wrong = new ArrayList<>();
    try (PipelineRecord record = new PipelineRecord(config)) {
      for (Point point : should.points(config.region(), layer, 0)) {
        PipelineSeries series = (PipelineSeries) point.cell().series();
        SortedMap<Long, Double> said = record.of(series);
        double last = said.isEmpty() ? 0 : said.get(said.lastKey());
        if (last != point.value()) {
          wrong.add(
              series.name() + " " + series.more() + " is " + last + ", should be " + point.value());
        }
      }
      wrong.addAll(unbalanced(record, config.region(), layer));
    }
    return wrong;
  }

  private static List<String> unbalanced(PipelineRecord record, String region, String layer)
      throws IOException {
    SortedMap<Long, Double> accepted = of(record, region, layer, "accepted");
    SortedMap<Long, Double> used = of(record, region, layer, "used");
    SortedMap<Long, Double> duplicate = of(record, region, layer, "duplicate");
    SortedMap<Long, Double> quarantined = of(record, region, layer, "quarantined");
    // Of a micro-batch that came not to its end some may stand.
    SortedMap<Long, Double> whole = new TreeMap<>(accepted);
    whole.keySet().retainAll(used.keySet());
    whole.keySet().retainAll(duplicate.keySet());
    whole.keySet().retainAll(quarantined.keySet());
    if (whole.isEmpty()) {
      return List.of("the accounting of no micro-batch stands in KairosDB");
    }
    return whole.entrySet().stream()
        .filter(
            said -> {
              Long time = said.getKey();
              return said.getValue()
                  != used.get(time) + duplicate.get(time) + quarantined.get(time);
            })
        .limit(SHOWN)
        .map(
            said ->
                "of "
                    + said.getValue()
                    + " accepted at "
                    + said.getKey()
                    + " were "
                    + used.get(said.getKey())
                    + " used, "
                    + duplicate.get(said.getKey())
                    + " duplicates, "
                    + quarantined.get(said.getKey())
                    + " quarantined")
        .toList();
  }

  private static SortedMap<Long, Double> of(
      PipelineRecord record, String region, String layer, String name) throws IOException {
    return record.of(new PipelineSeries("accounting." + name, region, layer));
  }
}
