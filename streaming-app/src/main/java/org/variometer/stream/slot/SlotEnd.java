package org.variometer.stream.slot;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.session.SessionRules;
import org.variometer.shard.StateOfSlot;

/**
 * Where a slot ends.
 *
 * @param offsets the offset behind its last record, by partition
 * @param passed the instant that the log has passed there, ms since the epoch, or {@link
 *     org.variometer.log.LogProgress#NOT_BEGUN}
 * @param maxBeacons distinct beacons in a session beyond which it is quarantined
 */
public record SlotEnd(SortedMap<Integer, Long> offsets, long passed, int maxBeacons)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Copies the map. */
  public SlotEnd {
    offsets = new TreeMap<>(offsets);
  }

  StateOfSlot state() {
    return new StateOfSlot(offsets, passed, SessionRules.stream(maxBeacons));
  }
}
