package org.variometer.batch.landing;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import org.variometer.slot.Slot;

/** Where published slots end in the log, also those of which what landed is not kept any more. */
@FunctionalInterface
public interface PublishedEnds {
  /** By partition the offset behind a slot's last record; empty if the slot is not published. */
  Optional<SortedMap<Integer, Long>> of(Slot slot) throws IOException;
}
