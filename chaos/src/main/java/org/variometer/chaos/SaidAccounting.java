package org.variometer.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.variometer.beacon.RejectReason;
import org.variometer.config.VariometerConfig;
import org.variometer.local.Accounting;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;

/** What a layer said of its accounting, micro-batch after micro-batch, beside what is so. */
final class SaidAccounting {
  private static final int SHOWN = 5;
  private static final String READ = "read";
  private static final String ACCEPTED = "accepted";

  private SaidAccounting() {}

  /**
   * What is wrong with it, a line each: the last of each number is not what it should be, or what
   * was read or accepted at some time went nowhere (spec §1).
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
    Map<String, SortedMap<Long, Double>> accounts = new TreeMap<>();
    for (String name : List.of(READ, ACCEPTED, "used", "duplicate", "quarantined")) {
      accounts.put(name, record.of(new PipelineSeries("accounting." + name, region, layer)));
    }
    Set<String> reasons = new TreeSet<>();
    for (RejectReason reason : RejectReason.values()) {
      String name = reason.wireName();
      reasons.add(name);
      accounts.put(
          name,
          record.of(
              new PipelineSeries("accounting.rejected", region, layer, Map.of("reason", name))));
    }
    // Of a micro-batch that came not to its end some may stand.
    Set<Long> whole = new TreeSet<>(accounts.get(READ).keySet());
    accounts.values().forEach(account -> whole.retainAll(account.keySet()));
    if (whole.isEmpty()) {
      return List.of("the accounting of no micro-batch stands in KairosDB");
    }
    List<String> wrong = new ArrayList<>();
    for (long time : whole) {
      Map<String, Double> at = new TreeMap<>();
      accounts.forEach((name, account) -> at.put(name, account.get(time)));
      double rejected = reasons.stream().mapToDouble(at::get).sum();
      if (at.get(READ) != at.get(ACCEPTED) + rejected
          || at.get(ACCEPTED) != at.get("used") + at.get("duplicate") + at.get("quarantined")) {
        wrong.add("the accounting at " + time + " does not balance: " + at);
      }
    }
    return wrong.subList(0, Math.min(SHOWN, wrong.size()));
  }
}
