package org.variometer.monitor.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the monitor knows of its restarts.
 *
 * @param recent when it restarted within the last hour, in order
 * @param attempts restarts since the stream was healthy for long
 * @param notBefore before when it does not restart again
 * @param agreed checks in a row in which two witnesses agreed
 * @param healthy checks in a row that found the stream healthy
 * @param paged whether it has called for help, and starts nothing
 */
public record Restarts(
    List<Instant> recent, int attempts, Instant notBefore, int agreed, int healthy, boolean paged) {
  /** None so far. */
  public static final Restarts NONE = new Restarts(List.of(), 0, Instant.EPOCH, 0, 0, false);

  /** Copies the list. */
  public Restarts {
    recent = List.copyOf(recent);
  }

  /** When it restarted last; long ago if it never did. */
  Instant last() {
    return recent.isEmpty() ? Instant.EPOCH : recent.get(recent.size() - 1);
  }

  Restarts forgetting(Instant before) {
    List<Instant> kept = recent.stream().filter(instant -> instant.isAfter(before)).toList();
    return new Restarts(kept, attempts, notBefore, agreed, healthy, paged);
  }

  Restarts healthyAgain(int resetAfter) {
    int now = Math.min(resetAfter, healthy + 1);
    return now < resetAfter
        ? new Restarts(recent, attempts, notBefore, 0, now, paged)
        : new Restarts(recent, 0, Instant.EPOCH, 0, now, false);
  }

  Restarts unhealthy(boolean agree) {
    return new Restarts(recent, attempts, notBefore, agree ? agreed + 1 : 0, 0, paged);
  }

  /** Somebody sees to the stream: only the budget is not forgotten. */
  Restarts maintained() {
    return new Restarts(recent, 0, Instant.EPOCH, 0, 0, false);
  }

  Restarts calledForHelp() {
    return new Restarts(recent, attempts, notBefore, agreed, healthy, true);
  }

  Restarts restarted(Instant at, Instant next) {
    List<Instant> more = new ArrayList<>(recent);
    more.add(at);
    return new Restarts(more, attempts + 1, next, 0, 0, paged);
  }
}
