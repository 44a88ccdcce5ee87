package org.variometer.quickstart.generator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Traffic whose arrivals are those of the clock. */
public final class LiveTraffic {
  private static final long HOURS = 24;
  private static final long SECONDS_OF_HOUR = 3600;

  private LiveTraffic() {}

  /**
   * What it is, over what is configured: it began an hour ago, as shops are open when somebody
   * begins to look, and goes on for a day.
   *
   * @param perSecond records a second, on average
   */
  public static Config over(Instant now, long perSecond) {
    return ConfigFactory.parseMap(
            Map.of(
                // Another day's sessions are others.
                "seed",
                now.getEpochSecond(),
                "start",
                now.minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES).toString(),
                "span",
                HOURS + "h",
                "events",
                perSecond * HOURS * SECONDS_OF_HOUR),
            "live traffic")
        .atPath("variometer.generate");
  }
}
