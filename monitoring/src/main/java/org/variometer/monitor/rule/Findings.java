package org.variometer.monitor.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All that one check has found wrong.
 *
 * @param all each of it
 */
record Findings(List<Finding> all) {
  private static final int WITNESSES = 2;

  /** Copies the list. */
  Findings {
    all = List.copyOf(all);
  }

  /** Who says that the stream does not work. */
  Set<Witness> witnesses() {
    Set<Witness> witnesses = EnumSet.noneOf(Witness.class);
    all.forEach(finding -> finding.signal().witness().ifPresent(witnesses::add));
    return witnesses;
  }

  /** Whether so many say so that it is certain. */
  boolean agree() {
    return witnesses().size() >= WITNESSES;
  }

  /** Whether something is down that the stream needs. */
  boolean dependencyIsDown() {
    return all.stream().anyMatch(finding -> finding.signal().subject().isDependency());
  }

  /** What is wrong with these subjects, in words; empty if nothing is. */
  String words(Predicate<Subject> wanted) {
    return all.stream()
        .filter(finding -> wanted.test(finding.signal().subject()))
        .map(Finding::detail)
        .collect(Collectors.joining("; "));
  }
}
