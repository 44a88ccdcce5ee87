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
    this.settings = settings.once(timeout);
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
