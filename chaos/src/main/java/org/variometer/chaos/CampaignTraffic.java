package org.variometer.chaos;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.TreeMap;
import org.variometer.chaos.world.World;
import org.variometer.quickstart.generator.GeneratorSettings;

/** What a campaign sends: hours of traffic in which all that can be odd is. */
final class CampaignTraffic {
  private CampaignTraffic() {}

  /**
   * Settings of the generator.
   *
   * @param config the configuration over which they are laid
   * @param records how many in all
   */
  static GeneratorSettings of(Config config, long seed, long records) {
    Map<String, Object> keys = new TreeMap<>();
    keys.put("seed", seed);
    keys.put("events", records);
    // On every machine's clock long ago: no arrival is later than the micro-batch that reads it.
    keys.put("start", "2024-11-20T20:10:00Z");
    keys.put("span", "6h");
    // What is late arrives while the stream still holds its minute.
    keys.put("lateness.max", "4h");
    // Rare elsewhere, as each of them takes so much.
    keys.put("max-session-beacons", World.MAX_BEACONS);
    keys.put("shares.quarantine", 0.005);
    keys.put("shares.oversized", 0.0002);
    return GeneratorSettings.from(
        ConfigFactory.parseMap(keys, "the campaign")
            .atPath("variometer.generate")
            .withFallback(config)
            .resolve()
            .getConfig("variometer.generate"));
  }
}
