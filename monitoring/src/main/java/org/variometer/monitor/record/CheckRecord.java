package org.variometer.monitor.record;

import java.time.Instant;
import org.variometer.kairos.SinkException;
import org.variometer.monitor.rule.MonitorState;

/** Keeps what each check found, for who looks back. */
@FunctionalInterface
public interface CheckRecord {
  /**
   * Keeps it.
   *
   * @throws SinkException if it can't be kept now; nothing else depends on it
   */
  void write(Instant at, MonitorState state) throws SinkException;
}
