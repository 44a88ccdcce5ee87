package org.variometer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.chaos.agent.SafetyStep;
import org.variometer.chaos.fault.FaultKind;
import org.variometer.config.VariometerConfig;

/**
 * The short form of {@code ./variometer chaos}: real services, a few faults, no difference; and,
 * where a step of safety is left out, differences.
 */
class ChaosTest {
  private static final long SEED = 20261122;
  private static final int RATE = 200;

  @Test
  void afterFaultsOfEveryKindOfThingNoCellDiffers() throws Exception {
    List<String> lines = new ArrayList<>();
    boolean good =
        new Campaign(
                options(
                    List.of(
                        "kairos-queue-lost",
                        "crash-not-committed",
                        "checkpoint-loss",
                        "kafka-kill"),
                    4,
                    Optional.empty()),
                line -> {
                  System.out.println(line);
                  lines.add(line);
                })
            .run();
    assertThat(good).as(String.join("\n", lines)).isTrue();
    assertThat(lines)
        .anyMatch(line -> line.matches("recovered +from 4 faults; .*"))
        .anyMatch(line -> line.matches("begun +with .*checkpoint.*snapshot.*"))
        .anyMatch(line -> line.matches("cells .* 0 different"));
  }

  @ParameterizedTest(name = "without {0}")
  @CsvSource({
    "READ_BACK, kairos-queue-lost, 1",
    "RECONCILIATION, stream-late-request, 2",
    "LEASE, stream-replace, 1",
    "CHECKPOINT_FIRST, stream-slow-checkpoint, 3",
    "STOP_AT_FAILURE, kairos-400-half, 1",
    "WHOLE_BUCKETS, data-loss, 1",
    "SNAPSHOT_CHECKSUM, snapshot-damage, 4",
    "DEDUPE, stream-kill, 1"
  })
  @Tag("campaign")
  void withoutAStepOfSafetyCellsDiffer(SafetyStep step, String fault, int times) throws Exception {
    List<String> lines = new ArrayList<>();
    boolean good =
        new Campaign(options(List.of(fault), times, Optional.of(step)), lines::add).run();
    assertThat(good).as(String.join("\n", lines)).isFalse();
    assertThat(lines).anyMatch(line -> line.matches(" +.*: KairosDB has .*, should be .*"));
  }

  private static CampaignOptions options(
      List<String> faults, int most, Optional<SafetyStep> without) {
    Config config = VariometerConfig.load(Optional.empty(), Map.of());
    return new CampaignOptions(
        SEED,
        Duration.ofMinutes(10),
        most,
        Stream.concat(FaultKind.ofStream().stream(), FaultKind.withLoss().stream())
            .filter(kind -> faults.contains(kind.name()))
            .toList(),
        false,
        without,
        config,
        CampaignTraffic.of(config, SEED, RATE * 90L),
        RATE,
        Optional.empty());
  }
}
