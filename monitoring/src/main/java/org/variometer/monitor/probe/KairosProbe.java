package org.variometer.monitor.probe;

import java.time.Duration;
import org.variometer.config.KairosSettings;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.monitor.rule.Observation;
import org.variometer.monitor.rule.Seen;

/** Whether KairosDB is well, as it says itself. */
public final class KairosProbe implements Probe<Observation.Kairos> {
  private final KairosSettings settings;

  /**
   * Looks there.
   *
   * @param timeout how long an answer may take; nothing is tried twice
   */
  public KairosProbe(KairosSettings settings, Duration timeout) {
    this.settings = once(settings, timeout);
  }

  /** The settings of somebody who asks once and does not wait. */
  public static KairosSettings once(KairosSettings settings, Duration timeout) {
    return new KairosSettings(
        settings.url(),
        settings.pointsPerRequest(),
        1,
        timeout,
        timeout,
        settings.rewriteSpacing(),
        new KairosSettings.Retry(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO),
        settings.canary(),
        settings.ttl(),
        settings.credentials());
  }

  @Override
  public Seen<Observation.Kairos> look() throws ProbeException {
    try (KairosReader reader = new KairosReader(settings)) {
      reader.requireHealthy();
      return Seen.of(new Observation.Kairos());
    } catch (SinkException e) {
      throw new ProbeException(e.getMessage(), e);
    }
  }
}
