package org.variometer.benchmarks.batch;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Slots as a table, and what those that count say together.
 *
 * @param stages the names of the stages, in the order of their columns
 * @param before how many slots don't count: they are there so that others have a past
 */
record BatchReport(List<String> stages, int before) {

  /** The table's head. */
  String head() {
    return String.format(
        Locale.ROOT,
        "%6s %12s %10s %12s%s %10s",
        "slot",
        "records",
        "whole",
        "records/s",
        stages.stream()
            .map(stage -> String.format(Locale.ROOT, " %10s", stage))
            .collect(Collectors.joining()),
        "rest");
  }

  /** A slot's line. */
  String line(SlotFigures slot) {
    return String.format(
        Locale.ROOT,
        "%6d %,12d %8.1f s %,12.0f%s %8.1f s%s",
        slot.slot(),
        slot.records(),
        slot.seconds(),
        slot.recordsPerSecond(),
        stages.stream()
            .map(stage -> String.format(Locale.ROOT, " %8.1f s", slot.stage(stage)))
            .collect(Collectors.joining()),
        slot.rest(),
        counts(slot) ? "" : "  (does not count)");
  }

  /** The first slot finds a cold JVM and no state: it never counts. */
  private boolean counts(SlotFigures slot) {
    return slot.slot() > Math.max(1, before);
  }

  /**
   * The median of the slots that count, with the least and the greatest; nothing if none does.
   *
   * @param slots all slots
   */
  String summary(List<SlotFigures> slots) {
    List<SlotFigures> counted = slots.stream().filter(this::counts).toList();
    if (counted.isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-28s %12s %12s %12s%n",
                counted.size() == 1 ? "1 slot" : counted.size() + " slots",
                "median",
                "min",
                "max"));
    text.append(row("records/s", "%,12.0f", counted, SlotFigures::recordsPerSecond));
    text.append(row("whole, s", "%12.1f", counted, SlotFigures::seconds));
    for (String stage : stages) {
      text.append(row(stage + ", s", "%12.1f", counted, slot -> slot.stage(stage)));
    }
    return text.append(row("rest, s", "%12.1f", counted, SlotFigures::rest)).toString();
  }

  private static String row(
      String name, String number, List<SlotFigures> slots, ToDoubleFunction<SlotFigures> figure) {
    double[] sorted = slots.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return String.format(
        Locale.ROOT,
        "%-28s " + number + " " + number + " " + number + "%n",
        name,
        median,
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
