package org.variometer.benchmarks.batch;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.variometer.benchmarks.beacons.BeaconJson;

/**
 * The traffic of a slot: sessions of so many beacons each, evenly over the slot, ordered by
 * arrival; some of the sessions began in the slot before, a few long before. 5 % of the beacons are
 * sent twice, 5 % are up to 60 s late on the way.
 *
 * @param sessions the sessions of the slot
 * @param beacons the beacons of each
 * @param carried the share of sessions that the slot before has too
 * @param old the share of sessions that began in any slot before
 */
record BatchTraffic(int sessions, int beacons, double carried, double old) {
  private static final int FILES = 4;
  private static final double COPY_SHARE = 0.05;
  private static final double DISORDER_SHARE = 0.05;
  private static final int MAX_DISORDER = 60_000;

  /**
   * Writes the records of a slot.
   *
   * @param number the slot's number, from 0
   * @param begin when the slot begins, ms since the epoch
   * @param length how long it is, ms
   */
  List<Path> write(Path folder, int number, long begin, long length) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int part = 0; part < FILES; part++) {
      Path file = folder.resolve("slot-" + number + "-" + part + ".jsonl");
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
        write(out, number, part, begin, length);
      }
      files.add(file);
    }
    return files;
  }

  private void write(OutputStream out, int number, int part, long begin, long length)
      throws IOException {
    SplittableRandom random = new SplittableRandom(31L * number + part);
    BeaconJson json = new BeaconJson();
    int mine = sessions / FILES;
    for (int round = 0; round < beacons; round++) {
      for (int i = 0; i < mine; i++) {
        long arrival = begin + length * ((long) round * mine + i) / ((long) beacons * mine);
        long late = random.nextDouble() < DISORDER_SHARE ? random.nextInt(MAX_DISORDER) : 500;
        json.write(session(number, part * mine + i), arrival - late, arrival, random);
        out.write(json.buffer(), 0, json.length());
        out.write('\n');
        if (random.nextDouble() < COPY_SHARE) {
          out.write(json.buffer(), 0, json.length());
          out.write('\n');
        }
      }
    }
  }

  /** The number of a slot's i-th session; those that other slots have too come first. */
  private long session(int slot, int i) {
    int fromBefore = (int) (carried * sessions);
    int fromAny = (int) (old * sessions);
    if (slot > 0 && i < fromBefore) {
      return id(slot - 1, sessions - 1 - i);
    }
    if (slot > 1 && i < fromBefore + fromAny) {
      return id(new SplittableRandom(31L * slot + i).nextInt(slot - 1), sessions / 2 + i);
    }
    return id(slot, i);
  }

  private static long id(int slot, int i) {
    return ((long) slot << 32) + i;
  }
}
