package org.variometer.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.chaos.fault.FaultKind;

/** What happened, by kind of fault. */
final class Tally {
  private final SortedMap<String, Line> lines = new TreeMap<>();
  private int faults;

  /** Of one kind. */
  private static final class Line {
    private final List<Double> seconds = new ArrayList<>();
    private int unreached;
  }

  /**
   * Notes a fault after which the stream's points were right again.
   *
   * @param seconds from when it happened to the first commit of a micro-batch that began later
   */
  void recovered(FaultKind kind, double seconds) {
    faults++;
    lines.computeIfAbsent(kind.name(), name -> new Line()).seconds.add(seconds);
  }

  /** Notes that a fault could not happen. */
  void unreached(FaultKind kind) {
    lines.computeIfAbsent(kind.name(), name -> new Line()).unreached++;
  }

  /** How many happened. */
  int faults() {
    return faults;
  }

  /** Those of these kinds that did not happen. */
  List<String> missing(List<FaultKind> kinds) {
    return kinds.stream()
        .map(FaultKind::name)
        .filter(name -> !lines.containsKey(name) || lines.get(name).seconds.isEmpty())
        .sorted()
        .toList();
  }

  /** A table. */
  List<String> lines() {
    List<String> table = new ArrayList<>();
    table.add(
        String.format(Locale.ROOT, "%-30s %7s %12s %12s", "fault", "times", "median", "longest"));
    lines.forEach(
        (name, line) -> {
          List<Double> sorted = line.seconds.stream().sorted().toList();
          table.add(
              sorted.isEmpty()
                  ? String.format(Locale.ROOT, "%-30s %7d", name, 0) + unreached(line)
                  : String.format(
                          Locale.ROOT,
                          "%-30s %7d %10.1f s %10.1f s",
                          name,
                          sorted.size(),
                          sorted.get(sorted.size() / 2),
                          sorted.get(sorted.size() - 1))
                      + unreached(line));
        });
    return table;
  }

  private static String unreached(Line line) {
    return line.unreached == 0 ? "" : "  (" + line.unreached + " times not reached)";
  }
}
