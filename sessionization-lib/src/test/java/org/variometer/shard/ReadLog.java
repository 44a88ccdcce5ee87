package org.variometer.shard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.variometer.oracle.Oracle;

/**
 * A log as the stream reads it: micro-batches of what tasks read of partitions, each ordered by
 * arrival but for the allowed disorder.
 */
final class ReadLog {
  private static final int MAX_BATCH = 12;

  private final List<List<Oracle.Line>> partitions;
  private final List<List<Range>> microBatches = new ArrayList<>();
  private final Random random;

  /** What one task reads of a partition in one micro-batch. */
  record Range(int partition, long nextOffset, List<Oracle.Line> lines) {}

  private ReadLog(int partitions, Random random) {
    this.partitions = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      this.partitions.add(new ArrayList<>());
    }
    this.random = random;
  }

  /**
   * The lines, each with its arrival, in a log.
   *
   * @param lagging whether partitions are read at different speeds; otherwise all are read up to
   *     the same instant, and some micro-batches find nothing
   */
  static ReadLog of(List<Oracle.Line> lines, int partitions, boolean lagging, Random random) {
    ReadLog log = new ReadLog(partitions, random);
    List<Oracle.Line> ordered = disordered(lines, random);
    if (lagging) {
      ordered.forEach(line -> log.partition(random.nextInt(partitions)).add(line));
      log.readAtAnySpeed();
    } else {
      log.readTogether(ordered);
    }
    return log;
  }

  List<List<Range>> microBatches() {
    return microBatches;
  }

  /** Ordered by arrival, none more than the allowed disorder behind one that came before it. */
  private static List<Oracle.Line> disordered(List<Oracle.Line> lines, Random random) {
    long disorder = random.nextInt(4) == 0 ? 1 : SessionUpdater.ALLOWED_DISORDER;
    Map<Oracle.Line, Long> delivered = new HashMap<>();
    for (Oracle.Line line : lines) {
      delivered.put(line, line.arrival().getAsLong() + (long) (random.nextDouble() * disorder));
    }
    List<Oracle.Line> ordered = new ArrayList<>(lines);
    ordered.sort(Comparator.comparing(delivered::get));
    return ordered;
  }

  private List<Oracle.Line> partition(int number) {
    return partitions.get(number);
  }

  private void readTogether(List<Oracle.Line> ordered) {
    int from = 0;
    while (from < ordered.size()) {
      int to = Math.min(ordered.size(), from + random.nextInt(MAX_BATCH));
      List<Range> batch = new ArrayList<>();
      int[] known = partitions.stream().mapToInt(List::size).toArray();
      ordered
          .subList(from, to)
          .forEach(line -> partition(random.nextInt(partitions.size())).add(line));
      for (int p = 0; p < known.length; p++) {
        addTasks(p, known[p], partition(p).size(), batch);
      }
      microBatches.add(batch);
      from = to;
    }
  }

  private void readAtAnySpeed() {
    int[] next = new int[partitions.size()];
    boolean more = true;
    while (more) {
      List<Range> batch = new ArrayList<>();
      for (int p = 0; p < next.length; p++) {
        int to = Math.min(partition(p).size(), next[p] + 1 + random.nextInt(MAX_BATCH));
        addTasks(p, next[p], to, batch);
        next[p] = to;
      }
      more = !batch.isEmpty();
      if (more) {
        microBatches.add(batch);
      }
    }
  }

  /** One task, sometimes two, for this part of a partition; none if there is nothing in it. */
  private void addTasks(int partition, int from, int to, List<Range> batch) {
    int middle = random.nextInt(3) == 0 ? (from + to) / 2 : from;
    for (int[] part : new int[][] {{from, middle}, {middle, to}}) {
      if (part[0] < part[1]) {
        batch.add(
            new Range(
                partition, part[1], List.copyOf(partition(partition).subList(part[0], part[1]))));
      }
    }
  }
}
