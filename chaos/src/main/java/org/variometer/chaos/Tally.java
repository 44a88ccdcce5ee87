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
    private final List<Double> written = new ArrayList<>();
    private final List<Double> right = new ArrayList<>();
    private int unreached;
  }

  /**
   * Notes a fault after which everything was right again.
   *
   * @param written seconds from when it happened to the first commit of a micro-batch that began
   *     when it was over
   * @param right seconds to when also nothing was left to be compared or to be run again
   */
  void recovered(FaultKind kind, double written, double right) {
    faults++;
    Line line = lines.computeIfAbsent(kind.name(), name -> new Line());
    line.written.add(written);
    line.right.add(right);
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
        .filter(name -> !lines.containsKey(name) || lines.get(name).right.isEmpty())
        .sorted()
        .toList();
  }

  /** A table. */
  List<String> lines() {
    List<String> table = new ArrayList<>();
    table.add(
        String.format(
            Locale.ROOT,
            "%-30s %7s %12s %12s %12s",
            "fault",
            "times",
            "writes after",
            "right after",
            "longest"));
    lines.forEach(
        (name, line) -> {
          List<Double> sorted = line.right.stream().sorted().toList();
          table.add(
              sorted.isEmpty()
                  ? String.format(Locale.ROOT, "%-30s %7d", name, 0) + unreached(line)
                  : String.format(
                          Locale.ROOT,
                          "%-30s %7d %10.1f s %10.1f s %10.1f s",
                          name,
                          sorted.size(),
                          median(line.written.stream().sorted().toList()),
                          median(sorted),
                          sorted.get(sorted.size() - 1))
                      + unreached(line));
        });
    return table;
  }

  /** How many of these kinds happened, and which did not. */
  String coverage(List<FaultKind> kinds) {
    List<String> missing = missing(kinds);
    return String.format(
        Locale.ROOT,
        "kinds      %d of %d happened%s",
        kinds.size() - missing.size(),
        kinds.size(),
        missing.isEmpty()
            ? ""
            : "; there was no time for, or no way to: " + String.join(", ", missing));
  }

  private static double median(List<Double> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private static String unreached(Line line) {
    return line.unreached == 0 ? "" : "  (" + line.unreached + " times not reached)";
  }
}
