package org.variometer.batch.landing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.variometer.beacon.RecordPeek;
import org.variometer.local.BeaconFile;
import org.variometer.local.BeaconLines;

/**
 * Files of beacons as records: each line with the arrival and key that it has in the file (spec
 * §1), as the log would have it.
 */
final class InputFiles {
  /** So many records in a file, so that tasks can share the work. */
  private static final int RECORDS_OF_FILE = 500_000;

  /** Whatever is longer is oversized, and kept as so many zero bytes: it fits nowhere. */
  private static final int MAX_LINE_BYTES = 1 << 20;

  private static final byte[] NOTHING = {};
  private static final Logger LOG = LoggerFactory.getLogger(InputFiles.class);

  private final RecordFiles files;
  private final Path folder;
  private final String attempt;
  private final RecordPeek peek = new RecordPeek();
  private int damaged;

  InputFiles(RecordFiles files, Path folder, String attempt) {
    this.files = files;
    this.folder = folder;
    this.attempt = attempt;
  }

  List<LandedFile> write(List<BeaconFile> inputs, boolean skipCorrupt, LongConsumer bytesRead)
      throws IOException {
    List<LandedFile> written = new ArrayList<>();
    for (BeaconFile input : inputs) {
      try (BeaconLines lines = new BeaconLines(input, MAX_LINE_BYTES, bytesRead)) {
        boolean more = next(lines, skipCorrupt);
        while (more) {
          String name = attempt + "/input-" + written.size() + ".seq";
          long count = 0;
          try (RecordFiles.Output out = files.create(new Path(folder, name))) {
            while (more && count < RECORDS_OF_FILE) {
              out.write(record(lines));
              count++;
              more = next(lines, skipCorrupt);
            }
          }
          written.add(new LandedFile(name, null, count));
        }
      }
    }
    return written;
  }

  /** Of how many files the rest was left out, from where it could not be read. */
  int damaged() {
    return damaged;
  }

  private boolean next(BeaconLines lines, boolean skipCorrupt) throws IOException {
    try {
      return lines.next();
    } catch (IOException e) {
      if (!skipCorrupt) {
        throw e;
      }
      damaged++;
      LOG.warn(
          "left out from there on: {}. Give what is behind it with another slot", e.getMessage());
      return false;
    }
  }

  private LandedRecord record(BeaconLines lines) {
    byte[] line =
        lines.isTooLong()
            ? new byte[MAX_LINE_BYTES]
            : Arrays.copyOfRange(lines.bytes(), lines.from(), lines.to());
    peek.look(line, 0, line.length);
    // Without an arrival it is rejected whatever that is.
    return new LandedRecord(null, peek.arrival().orElse(0), peek.key().orElse(NOTHING), line);
  }
}
