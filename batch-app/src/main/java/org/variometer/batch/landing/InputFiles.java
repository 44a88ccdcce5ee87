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
import org.variometer.codec.Sha256;
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

  private final List<BeaconFile> inputs;
  private final boolean skipCorrupt;
  private final LongConsumer bytesRead;
  private final RecordPeek peek = new RecordPeek();
  private final List<LandedInput> read = new ArrayList<>();
  private int damaged;

  /**
   * These files, to be read once.
   *
   * @param skipCorrupt whether of a file that is damaged the beginning will do
   * @param bytesRead told of progress in bytes of the files
   */
  InputFiles(List<BeaconFile> inputs, boolean skipCorrupt, LongConsumer bytesRead) {
    this.inputs = List.copyOf(inputs);
    this.skipCorrupt = skipCorrupt;
    this.bytesRead = bytesRead;
  }

  /**
   * Copies their records to files of a slot.
   *
   * @param folder the slot's
   * @param attempt the folder in it that is to have them
   * @throws IOException with a message that names a file that can't be read
   */
  List<LandedFile> copy(RecordFiles files, Path folder, String attempt) throws IOException {
    List<LandedFile> written = new ArrayList<>();
    for (BeaconFile input : inputs) {
      try (Reading reading = new Reading(input)) {
        boolean more = reading.next();
        while (more) {
          String name = attempt + "/input-" + written.size() + ".seq";
          long count = 0;
          RecordFiles.Output out = files.create(new Path(folder, name));
          try (out) {
            while (more && count < RECORDS_OF_FILE) {
              out.write(record(reading.line()));
              count++;
              more = reading.next();
            }
          }
          written.add(out.file(name, null));
        }
        read.add(reading.ended());
      }
    }
    return written;
  }

  /**
   * Reads them without a copy.
   *
   * @throws IOException with a message that names a file that can't be read
   */
  void readThrough() throws IOException {
    for (BeaconFile input : inputs) {
      try (Reading reading = new Reading(input)) {
        while (reading.next()) {
          reading.line();
        }
        read.add(reading.ended());
      }
    }
  }

  /** What was read. */
  List<LandedInput> read() {
    return List.copyOf(read);
  }

  /** Of how many files the rest was left out, from where it could not be read. */
  int damaged() {
    return damaged;
  }

  private LandedRecord record(byte[] line) {
    peek.look(line, 0, line.length);
    // Without an arrival it is rejected whatever that is.
    return new LandedRecord(null, peek.arrival().orElse(0), peek.key().orElse(NOTHING), line);
  }

  /** A file that is being read. */
  private final class Reading implements AutoCloseable {
    private final BeaconFile input;
    private final BeaconLines lines;
    private final Sha256 digest = new Sha256();
    private long records;

    Reading(BeaconFile input) throws IOException {
      this.input = input;
      this.lines = new BeaconLines(input, MAX_LINE_BYTES, bytesRead);
    }

    boolean next() throws IOException {
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

    /** The present line, which counts. */
    byte[] line() {
      byte[] line =
          lines.isTooLong()
              ? new byte[MAX_LINE_BYTES]
              : Arrays.copyOfRange(lines.bytes(), lines.from(), lines.to());
      records++;
      digest.add(line).add((byte) '\n');
      return line;
    }

    LandedInput ended() {
      return new LandedInput(input.name(), records, digest.hex());
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
