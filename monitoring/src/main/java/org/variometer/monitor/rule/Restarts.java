package org.variometer.monitor.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the monitor knows of its restarts.
 *
 * @param recent when it restarted within the last hour, in order
 * @param attempts restarts since the stream was healthy for long
 * @param notBefore before when it does not restart again
 * @param agreed checks in a row in which two witnesses agreed
 * @param healthy checks in a row that found the stream healthy, each with newer commits
 * @param paged whether it has called for help, and starts nothing
 * @param maintained when there was maintenance last, or its end was seen
 */
public record Restarts(
    List<Instant> recent,
    int attempts,
    Instant notBefore,
    int agreed,
    int healthy,
    boolean paged,
    Instant maintained) {
  /** None so far. */
  public static final Restarts NONE =
      new Restarts(List.of(), 0, Instant.EPOCH, 0, 0, false, Instant.EPOCH);

  /** Copies the list. */
  public Restarts {
    recent = List.copyOf(recent);
  }

  /** As if the whole budget had just been spent. */
  static Restarts spent(Instant at, int budget) {
    return new Restarts(
        Collections.nCopies(budget, at), 0, Instant.EPOCH, 0, 0, false, Instant.EPOCH);
  }

  /** When it restarted last; long ago if it never did. */
  Instant last() {
    return recent.isEmpty() ? Instant.EPOCH : recent.get(recent.size() - 1);
  }

  Restarts forgetting(Instant before) {
    List<Instant> kept = recent.stream().filter(instant -> instant.isAfter(before)).toList();
    return new Restarts(kept, attempts, notBefore, agreed, healthy, paged, maintained);
  }

  /**
   * Nobody says that the stream does not work. It is healthy for long only if it commits; a call
   * for help holds for as long as restarts count, too.
   */
  Restarts well(boolean newerCommit, int resetAfter) {
    int now = Math.min(resetAfter, newerCommit ? healthy + 1 : healthy);
    return now < resetAfter
        ? new Restarts(recent, attempts, notBefore, 0, now, paged, maintained)
        : new Restarts(recent, 0, Instant.EPOCH, 0, now, paged && !recent.isEmpty(), maintained);
  }

  Restarts unhealthy(boolean agree) {
    return new Restarts(recent, attempts, notBefore, agree ? agreed + 1 : 0, 0, paged, maintained);
  }

  /** Somebody sees to the stream: only the budget is not forgotten. */
  Restarts maintained(Instant at) {
    return new Restarts(recent, 0, Instant.EPOCH, 0, 0, false, at);
  }

  Restarts calledForHelp() {
    return new Restarts(recent, attempts, notBefore, agreed, healthy, true, maintained);
  }

  Restarts restarted(Instant at, Instant next) {
    List<Instant> more = new ArrayList<>(recent);
    more.add(at);
    return new Restarts(more, attempts + 1, next, 0, 0, paged, maintained);
  }
}
