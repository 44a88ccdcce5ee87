package org.variometer.batch.landing;

import java.io.IOException;
import java.util.Optional;
import org.variometer.slot.Slot;

/** Where published slots end in the log, also those of which what landed is not kept any more. */
@FunctionalInterface
public interface PublishedEnds {
  /** Where a slot ends; empty if it is not published. */
  Optional<LogEnd> of(Slot slot) throws IOException;
}
