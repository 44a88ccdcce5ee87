package org.variometer.quickstart.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.variometer.beacon.RecordPeek;
import org.variometer.local.BeaconFile;
import org.variometer.local.BeaconLines;
import org.variometer.shard.SessionUpdater;

/**
 * Sends files of beacons, line by line, each with the key and arrival that it has in the file. Of
 * every line the stream says then what {@code metrics} says.
 *
 * <p>A line of which no arrival can be read is rejected whatever its arrival; it takes that of the
 * line before it. The present time would be wrong: in the log of another day it would look as if
 * all sessions before it were over. Lines that stand before the first arrival wait for it. For one
 * thread.
 */
public final class FileSender {
  private static final long MAX_WAITING_BYTES = 4 << 20;

  /** What a waiting line takes besides its bytes. */
  private static final long WAITING_OVERHEAD = 100;

  /** Lets a record pass when it is its turn. */
  @FunctionalInterface
  public interface Gate {
    /** Returns when the next record may be sent. */
    void pass() throws IOException;
  }

  private record Waiting(byte[] line, byte[] key, Supplier<String> origin) {}

  private final BeaconSender sender;
  private final Gate gate;
  private final RecordPeek peek = new RecordPeek();
  private final List<Waiting> waiting = new ArrayList<>();
  private long waitingBytes;
  private boolean arrivalKnown;
  private long arrival;
  private long latest = Long.MIN_VALUE;
  private long disordered;

  /** Sends through this sender, which stays open. */
  public FileSender(BeaconSender sender) {
    this(sender, () -> {});
  }

  /**
   * Sends through this sender, which stays open.
   *
   * @param gate asked before each record
   */
  public FileSender(BeaconSender sender, Gate gate) {
    this.sender = sender;
    this.gate = gate;
  }

  /**
   * Sends all lines of the files and returns when Kafka has them.
   *
   * @param bytesRead told of progress in bytes of the files
   * @throws IOException with a message that says which file can't be read, or why Kafka takes no
   *     more
   */
  public void send(List<BeaconFile> files, LongConsumer bytesRead) throws IOException {
    for (BeaconFile file : files) {
      try (BeaconLines lines = new BeaconLines(file, BeaconSender.MAX_RECORD_BYTES, bytesRead)) {
        while (lines.next()) {
          long number = lines.number();
          Supplier<String> origin = () -> file.name() + " line " + number;
          if (lines.isTooLong()) {
            sender.refuse(origin, "longer than " + BeaconSender.MAX_RECORD_BYTES + " bytes");
          } else {
            send(lines, origin);
          }
        }
      }
    }
    if (!arrivalKnown) {
      setArrival(System.currentTimeMillis());
    }
    sender.flush();
  }

  /**
   * How many lines arrived longer before one that was sent before them than the stream allows: it
   * may have closed their sessions.
   */
  public long disordered() {
    return disordered;
  }

  private void send(BeaconLines lines, Supplier<String> origin) throws IOException {
    peek.look(lines.bytes(), lines.from(), lines.to());
    byte[] key = peek.key().orElse(null);
    if (peek.arrival().isPresent()) {
      setArrival(peek.arrival().getAsLong());
      latest = Math.max(latest, arrival);
      if (arrival < latest - SessionUpdater.ALLOWED_DISORDER) {
        disordered++;
      }
    } else if (!arrivalKnown) {
      byte[] line = Arrays.copyOfRange(lines.bytes(), lines.from(), lines.to());
      waiting.add(new Waiting(line, key, origin));
      waitingBytes += line.length + WAITING_OVERHEAD;
      if (waitingBytes > MAX_WAITING_BYTES) {
        setArrival(System.currentTimeMillis());
      }
      return;
    }
    gate.pass();
    sender.send(lines.bytes(), lines.from(), lines.to(), key, arrival, origin);
  }

  /** The arrival from here on; lines that waited for it are sent. */
  private void setArrival(long millis) throws IOException {
    arrival = millis;
    arrivalKnown = true;
    for (Waiting line : waiting) {
      gate.pass();
      sender.send(line.line(), 0, line.line().length, line.key(), arrival, line.origin());
    }
    waiting.clear();
  }
}
