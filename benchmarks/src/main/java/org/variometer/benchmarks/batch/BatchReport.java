package org.variometer.benchmarks.batch;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Slots as a table, and what those that count say together.
 *
 * @param stages the names of the stages, in the order of their columns
 * @param counted how many slots count behind the first of all, and again behind those that don't
 * @param prior how many don't: they are there so that others have a past
 */
record BatchReport(List<String> stages, int counted, int prior) {

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

  /** The first slot finds a cold JVM: it never counts. */
  private boolean counts(SlotFigures slot) {
    return counts(slot, 1) || counts(slot, 1 + counted + prior);
  }

  private boolean counts(SlotFigures slot, int before) {
    return slot.slot() > before && slot.slot() <= before + counted;
  }

  /**
   * The medians of the slots that count, with the least and the greatest; those behind the slots
   * that don't also as ratios to those before.
   *
   * @param slots all slots
   */
  String summary(List<SlotFigures> slots) {
    List<SlotFigures> first = slots.stream().filter(slot -> counts(slot, 1)).toList();
    List<SlotFigures> then =
        slots.stream().filter(slot -> prior > 0 && counts(slot, 1 + counted + prior)).toList();
    return table(first, first) + (then.isEmpty() ? "" : "\n" + table(then, first));
  }

  private String table(List<SlotFigures> slots, List<SlotFigures> base) {
    if (slots.isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-28s %12s %12s %12s%s%n",
                slots.size() == 1
                    ? "slot " + slots.get(0).slot()
                    : "slots " + slots.get(0).slot() + " to " + slots.get(slots.size() - 1).slot(),
                "median",
                "min",
                "max",
                base.equals(slots) ? "" : String.format(Locale.ROOT, " %12s", "ratio")));
    text.append(row("records/s", "%,12.0f", slots, base, SlotFigures::recordsPerSecond));
    text.append(row("whole, s", "%12.1f", slots, base, SlotFigures::seconds));
    for (String stage : stages) {
      text.append(row(stage + ", s", "%12.1f", slots, base, slot -> slot.stage(stage)));
    }
    return text.append(row("rest, s", "%12.1f", slots, base, SlotFigures::rest)).toString();
  }

  private static String row(
      String name,
      String number,
      List<SlotFigures> slots,
      List<SlotFigures> base,
      ToDoubleFunction<SlotFigures> figure) {
    double[] sorted = sorted(slots, figure);
    double median = median(sorted);
    String ratio =
        base.equals(slots)
            ? ""
            : String.format(Locale.ROOT, " %12.2f", median / median(sorted(base, figure)));
    return String.format(
        Locale.ROOT,
        "%-28s " + number + " " + number + " " + number + "%s%n",
        name,
        median,
        sorted[0],
        sorted[sorted.length - 1],
        ratio);
  }

  private static double[] sorted(List<SlotFigures> slots, ToDoubleFunction<SlotFigures> figure) {
    return slots.stream().mapToDouble(figure).sorted().toArray();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
