package org.variometer.monitor.rule;

import java.time.Instant;

/**
 * Something that is wrong for some time.
 *
 * @param subject what it is about
 * @param since when it was found first
 * @param found how many checks have found it
 * @param clear how many checks in a row have not, up to now
 * @param told whether people were told
 * @param detail what was found last
 */
public record Incident(
    Subject subject, Instant since, int found, int clear, boolean told, String detail) {
  Incident foundAgain(String newDetail) {
    return new Incident(subject, since, found + 1, 0, told, newDetail);
  }

  Incident notFound() {
    return new Incident(subject, since, found, clear + 1, told, detail);
  }

  Incident asTold() {
    return new Incident(subject, since, found, clear, true, detail);
  }
}
