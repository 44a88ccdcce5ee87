package org.variometer.monitor.rule;

/**
 * What to do about the stream.
 *
 * @param action what
 * @param reason why, in words
 */
public record Decision(Action action, String reason) {
  /** What can be done. */
  public enum Action {
    /** Nothing: all is well, or nobody is to act. */
    NOTHING,
    /** People are told, the stream is left alone. */
    HOLD,
    /** The stream is started again. */
    RESTART,
    /** A person is called once, and the stream is left alone. */
    PAGE
  }
}
