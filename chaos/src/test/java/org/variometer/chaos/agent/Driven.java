package org.variometer.chaos.agent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.util.SystemClock;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.Fence;
import org.variometer.kairos.KairosWriter;
import org.variometer.shard.MeterRules;

/** A process that comes by some places, and says so. */
final class Driven {
  /** Where buckets would begin to be whole: the greatest clock error and the gap behind 0. */
  static final long WHOLE_FROM = 2_400_000;

  private Driven() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    VariometerConfig config =
        VariometerConfig.from(VariometerConfig.load(Optional.empty(), Map.of()));
    try (KairosWriter writer = new KairosWriter(config.kairos(), "test", "stream", Fence.OPEN)) {
      for (int i = 1; i <= 2; i++) {
        System.out.println("sending " + i);
        writer.write(List.of());
        System.out.println("sent " + i);
      }
    }
    long ahead = new SystemClock().getTimeMillis() - System.currentTimeMillis();
    System.out.println("clock ahead by " + Math.round(ahead / 3_600_000.0) + " h");
    System.out.println("whole from " + new MeterRules(config.catalog(), 26, 1, 0, 0).firstWhole());
  }
}
