package org.variometer.monitor;

/** A stream that does not get as far as Spark. */
public final class FailsInMain {
  private FailsInMain() {}

  /** Fails. */
  @SuppressWarnings("DoNotCallSuggester") // Nobody but Spark does.
  public static void main(String[] args) {
    throw new IllegalStateException("a defect in main");
  }
}
