package org.variometer.monitor.rule;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

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
        seen.master().view().stream()
            .flatMap(Start::starts)
            .filter(first::isBefore)
            .max(Instant::compareTo)
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

  /**
   * Also of an application that came and went between two checks, and of a driver that has just
   * been submitted and has none yet.
   */
  private static Stream<Instant> starts(Observation.Master master) {
    return Stream.of(
            master.application(), master.ended().map(Observation.Ended::start), master.driver())
        .flatMap(Optional::stream);
  }

  /** Whether an application is the one that has committed last, not one that has begun since. */
  boolean hasCommitted(Observation.Ended ended) {
    return !ended.start().isAfter(known);
  }
}
