package org.variometer.monitor.rule;

import java.util.List;

/**
 * What is to be done after a check.
 *
 * @param state what is known from now on
 * @param decision what to do about the stream
 * @param alerts what people are to be told
 */
public record Verdict(MonitorState state, Decision decision, List<Alert> alerts) {
  /** Copies the list. */
  public Verdict {
    alerts = List.copyOf(alerts);
  }
}
