package org.variometer.config;

import java.util.List;

/** Says everything that is wrong with the configuration at once. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> errors;

  /**
   * Carries these errors.
   *
   * @param errors a line each: the path, its value, where it stands and what is allowed
   */
  public ConfigurationException(List<String> errors) {
    super(String.join(System.lineSeparator(), errors));
    this.errors = List.copyOf(errors);
  }

  /** A line for each error. */
  public List<String> errors() {
    return errors;
  }
}
