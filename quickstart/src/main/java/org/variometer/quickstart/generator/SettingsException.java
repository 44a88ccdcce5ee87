package org.variometer.quickstart.generator;

import java.util.List;

/** Settings that can't be: all that is wrong with them, one line each. */
public final class SettingsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String[] problems;

  /** Of at least one problem, each with its path, the value and what is allowed. */
  public SettingsException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = problems.toArray(new String[0]);
  }

  /** All problems, each with its path, the value and what is allowed. */
  public List<String> problems() {
    return List.of(problems);
  }
}
