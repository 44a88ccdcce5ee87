package org.variometer.local;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.variometer.config.VariometerConfig;
import org.variometer.readout.VisitorHistory;
import org.variometer.visitor.VisitorDays;

/**
 * Finds the visitors of files of beacons as the batch has them, on the threads of one machine.
 * Memory follows the visitors' days.
 */
public final class LocalVisitors {
  private final VariometerConfig config;
  private final int threads;

  /**
   * What was found.
   *
   * @param accounting where every record went
   * @param newestArrival the latest arrival of a record accepted, ms since the epoch; empty if none
   *     was
   * @param visitors the visitors, by site and visitor
   */
  public record Found(
      Accounting accounting, OptionalLong newestArrival, List<VisitorHistory> visitors) {
    /** Copies the list. */
    public Found {
      visitors = List.copyOf(visitors);
    }
  }

  /**
   * Prepares a search.
   *
   * @param config the rules
   * @param threads how many threads decode and merge, at least 1
   */
  public LocalVisitors(VariometerConfig config, int threads) {
    this.config = config;
    this.threads = threads;
  }

  /**
   * Reads the files.
   *
   * @param files the files, in any order
   * @param bytesRead told of progress in bytes of the files, from the calling thread
   * @throws IOException with a message that names the file that can't be read and why
   */
  public Found run(List<BeaconFile> files, LongConsumer bytesRead) throws IOException {
    VisitorDays days = new VisitorDays();
    LocalSessions.Outcome outcome =
        new LocalSessions(config, View.BATCH, threads)
            .read(
                files,
                bytesRead,
                () -> {
                  VisitorDays ofPart = new VisitorDays();
                  return new LocalSessions.Part(ofPart, () -> days.addAll(ofPart));
                });
    return new Found(outcome.accounting(), outcome.newestArrival(), VisitorHistory.all(days));
  }
}
