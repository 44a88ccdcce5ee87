package org.variometer.benchmarks.batch;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a slot took.
 *
 * @param slot its number, from 1
 * @param records its records
 * @param seconds from its files to its end, whole
 * @param stages seconds of the stages of the run, by their names
 */
record SlotFigures(int slot, long records, double seconds, SortedMap<String, Double> stages) {

  /** Copies the map. */
  SlotFigures {
    stages = new TreeMap<>(stages);
  }

  double recordsPerSecond() {
    return records / seconds;
  }

  /** A stage's seconds. */
  double stage(String name) {
    return stages.getOrDefault(name, 0.0);
  }

  /** What is in none of the stages: Hive's tables, publishing, moving and removing files. */
  double rest() {
    return seconds - stages.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
