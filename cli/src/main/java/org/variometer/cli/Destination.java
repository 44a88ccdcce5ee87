package org.variometer.cli;

import java.io.Closeable;
import java.io.IOException;
import org.variometer.quickstart.generator.RecordSink;

/** Where records go. */
interface Destination extends RecordSink, Closeable {
  /** Brings what was taken on its way, before a pause. */
  void flush() throws IOException;

  /** Returns when all that was taken is there; false if some is not, which is said. */
  boolean finish() throws IOException;
}
