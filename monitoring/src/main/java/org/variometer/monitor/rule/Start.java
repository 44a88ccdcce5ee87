package org.variometer.monitor.rule;

import java.time.Instant;

/**
 * From when on the stream that runs is given time: the first start that was seen since a newer
 * commit was. A stream that begins again and again and commits nothing gets no more.
 *
 * @param commit when the last micro-batch was committed, by ZooKeeper's clock
 * @param known the start that was known when that was seen, by the Spark master's clock
 * @param first the first start since then; the known one if there was none
 */
public record Start(Instant commit, Instant known, Instant first) {
  /** None was seen so far. */
  public static final Start NONE = new Start(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);

  /** What is known after a check. */
  Start after(Observation seen) {
    Instant newest =
        seen.master()
            .view()
            .flatMap(Observation.Master::application)
            .filter(first::isBefore)
            .orElse(first);
    Instant committed =
        seen.commits()
            .view()
            .flatMap(Observation.Commits::batches)
            .map(Observation.Batches::last)
            .orElse(commit);
    if (committed.isAfter(commit)) {
      return new Start(committed, newest, newest);
    }
    return first.equals(known) ? new Start(commit, known, newest) : this;
  }
}
