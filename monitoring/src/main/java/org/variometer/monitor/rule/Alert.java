package org.variometer.monitor.rule;

import java.time.Instant;

/**
 * What people are told, once.
 *
 * @param kind whether something began or ended
 * @param subject what it is about
 * @param since since when; with the subject it names the incident
 * @param at when it was decided to tell
 * @param text what was found and what is done about it
 */
public record Alert(Kind kind, Subject subject, Instant since, Instant at, String text) {
  /** What it says. */
  public enum Kind {
    /** Something is wrong. */
    OPENED,
    /** It is over. */
    OVER,
    /** The monitor can't help it: a person must. */
    PAGE
  }
}
