package org.variometer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.beacon.RejectReason;
import org.variometer.chaos.world.World;
import org.variometer.config.VariometerConfig;
import org.variometer.local.Accounting;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.View;
import org.variometer.quickstart.generator.TrafficGenerator;

/** A campaign whose traffic leaves a rule out would find nothing wrong with it. */
class CampaignTrafficTest {
  private static final long A_SHORT_ONE = 20_000;

  @Test
  void aShortCampaignSendsWhatMeetsEveryRule(@TempDir Path folder) throws Exception {
    Config config =
        VariometerConfig.load(
            Optional.empty(),
            Map.of("variometer.session.max-beacons", Integer.toString(World.MAX_BEACONS)));
    Path beacons = folder.resolve("beacons.jsonl");
    try (OutputStream lines = new BufferedOutputStream(Files.newOutputStream(beacons))) {
      new TrafficGenerator(CampaignTraffic.of(config, 5, A_SHORT_ONE))
          .run(
              (arrival, key, buffer, offset, length) -> {
                lines.write(buffer, offset, length);
                lines.write('\n');
              });
    }
    Accounting accounting =
        new LocalMetrics(VariometerConfig.from(config), View.STREAM, 2)
            .run(List.of(new BeaconFile(beacons.toString())), bytes -> {})
            .accounting();
    assertThat(accounting.counts().quarantined()).isPositive();
    assertThat(accounting.counts().duplicate()).isPositive();
    assertThat(accounting.ignoredPerformance()).isPositive();
    assertThat(accounting.rejected().keySet()).containsExactlyInAnyOrder(RejectReason.values());
  }
}
