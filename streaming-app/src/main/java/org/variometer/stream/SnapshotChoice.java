package org.variometer.stream;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.variometer.codec.LaterVersionException;
import org.variometer.files.DamagedException;
import org.variometer.stream.snapshot.Premises;
import org.variometer.stream.snapshot.Snapshot;
import org.variometer.stream.snapshot.Snapshots;

/**
 * Chooses the newest snapshot that a stream can begin with (spec §7), and says why others were
 * passed over. Those that are damaged are put aside.
 */
final class SnapshotChoice {
  private final Snapshots snapshots;
  private final Premises premises;
  private final SortedMap<Integer, Long> earliest;
  private final SortedMap<Integer, Long> latest;
  private final Consumer<String> notes;

  /**
   * Chooses among these.
   *
   * @param premises what the stream is to be made with
   * @param earliest the first offset that each partition still has
   * @param latest the offset behind the last record of each partition
   */
  SnapshotChoice(
      Snapshots snapshots,
      Premises premises,
      SortedMap<Integer, Long> earliest,
      SortedMap<Integer, Long> latest,
      Consumer<String> notes) {
    this.snapshots = snapshots;
    this.premises = premises;
    this.earliest = earliest;
    this.latest = latest;
    this.notes = notes;
  }

  /**
   * The one that was chosen.
   *
   * @param name its name
   * @param location where it is
   */
  record Chosen(String name, String location, Snapshot snapshot) {}

  /**
   * Chooses.
   *
   * @throws StreamException if the snapshots can't be read now
   */
  Optional<Chosen> newest() throws StreamException {
    try {
      for (String name : snapshots.names()) {
        Optional<Snapshot> usable = usable(name);
        if (usable.isPresent()) {
          return Optional.of(new Chosen(name, snapshots.location(name), usable.get()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new StreamException("the snapshots can't be read: " + e.getMessage(), e);
    }
  }

  private Optional<Snapshot> usable(String name) throws IOException {
    try {
      Optional<Snapshot> read = snapshots.read(name);
      if (read.isEmpty()) {
        return Optional.empty();
      }
      Snapshot snapshot = read.get();
      String problem = problem(snapshot);
      if (problem.isEmpty()) {
        snapshots.verify(name, snapshot);
        notes.accept(
            "going on from the snapshot of "
                + Instant.ofEpochMilli(snapshot.time())
                + ", taken by "
                + snapshot.code());
        return read;
      }
      notes.accept("snapshot " + name + " " + problem + "; passed over");
      return Optional.empty();
    } catch (LaterVersionException e) {
      notes.accept("snapshot " + name + ": " + e.getMessage() + "; passed over");
      return Optional.empty();
    } catch (DamagedException e) {
      notes.accept(
          "snapshot "
              + name
              + " is damaged ("
              + e.getMessage()
              + "); put aside as "
              + snapshots.setAside(name));
      return Optional.empty();
    }
  }

  /** Why a snapshot is no start, empty if it is one. */
  private String problem(Snapshot snapshot) {
    String difference = premises.difference(snapshot.premises());
    return difference.isEmpty() ? problem(snapshot.offsets(), earliest, latest) : difference;
  }

  /**
   * Why a stream can't go on from these offsets, empty if it can.
   *
   * @param earliest the first offset that each partition still has
   * @param latest the offset behind the last record of each partition
   */
  static String problem(
      Map<Integer, Long> offsets, Map<Integer, Long> earliest, Map<Integer, Long> latest) {
    for (Map.Entry<Integer, Long> offset : offsets.entrySet()) {
      int partition = offset.getKey();
      if (!latest.containsKey(partition)) {
        return "knows partition " + partition + ", which is gone";
      }
      if (offset.getValue() < earliest.get(partition)) {
        return "needs the records of partition "
            + partition
            + " from offset "
            + offset.getValue()
            + ", and Kafka has those from "
            + earliest.get(partition);
      }
      if (offset.getValue() > latest.get(partition)) {
        return "got as far as offset "
            + offset.getValue()
            + " of partition "
            + partition
            + ", which ends at "
            + latest.get(partition);
      }
    }
    return "";
  }
}
