package org.variometer.monitor.rule;

import java.time.Instant;
import java.util.List;

/**
 * What the monitor knows from one check to the next.
 *
 * @param at when it was last judged
 * @param incidents what is wrong now
 * @param restarts its restarts
 * @param start from when on the stream is given time
 * @param maintenance whether there was maintenance
 * @param lag records that the stream was behind, negative where that is not known
 * @param untold alerts that are still to be sent
 */
public record MonitorState(
    Instant at,
    List<Incident> incidents,
    Restarts restarts,
    Start start,
    boolean maintenance,
    long lag,
    List<Untold> untold) {
  /** Before the first check. */
  public static final MonitorState NEW =
      new MonitorState(Instant.EPOCH, List.of(), Restarts.NONE, Start.NONE, false, -1, List.of());

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
   * @param unheard checks in a row in which no channel of all took it
   */
  public record Untold(Alert alert, List<String> channels, int unheard) {
    /** Copies the list. */
    public Untold {
      channels = List.copyOf(channels);
    }
  }

  /** The same with other alerts to be sent. */
  public MonitorState withUntold(List<Untold> now) {
    return new MonitorState(at, incidents, restarts, start, maintenance, lag, now);
  }

  /** The same with other restarts. */
  MonitorState withRestarts(Restarts now) {
    return new MonitorState(at, incidents, now, start, maintenance, lag, untold);
  }
}
