package org.variometer.monitor.rule;

import java.time.Instant;
import java.util.List;

/**
 * What the monitor knows from one check to the next.
 *
 * @param at when it was last judged
 * @param incidents what is wrong now
 * @param restarts its restarts
 * @param lag records that the stream was behind, negative where that is not known
 * @param untold alerts that are still to be sent
 */
public record MonitorState(
    Instant at, List<Incident> incidents, Restarts restarts, long lag, List<Untold> untold) {
  /** Before the first check. */
  public static final MonitorState NEW =
      new MonitorState(Instant.EPOCH, List.of(), Restarts.NONE, -1, List.of());

  /** Copies the lists. */
  public MonitorState {
    incidents = List.copyOf(incidents);
    untold = List.copyOf(untold);
  }

  /**
   * An alert that is still to be sent.
   *
   * @param alert the alert
   * @param channels by what, by name
   */
  public record Untold(Alert alert, List<String> channels) {
    /** Copies the list. */
    public Untold {
      channels = List.copyOf(channels);
    }
  }

  /** The same with other alerts to be sent. */
  public MonitorState withUntold(List<Untold> now) {
    return new MonitorState(at, incidents, restarts, lag, now);
  }
}
