package org.variometer.report;

import java.util.Locale;

/** What a metric is to an experiment. */
public enum Role {
  /** It is to get better: the experiment is decided by it. */
  PRIMARY,
  /** It must not get worse. */
  GUARDRAIL,
  /** Nobody has named it: something to look into, no grounds for a decision. */
  OTHER;

  /** The name in files. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
