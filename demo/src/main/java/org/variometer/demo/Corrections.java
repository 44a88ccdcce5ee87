package org.variometer.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.demo.Correction.Kind;
import org.variometer.local.Accounting;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Resolution;
import org.variometer.series.Row;
import org.variometer.session.SessionCounts;
import org.variometer.session.SessionRules;

/** What the batch made of the stream's cells, each of them, and why. */
final class Corrections {
  private static final String HEADER =
      Row.HEADER.replaceFirst("value$", "stream,batch,correction,why");
  private static final int WIDTH = 100;
  private static final String INDENT = "           ";

  /** Whoever looks at an example knows best what a visit is. */
  private static final String BEST_KNOWN = "visits";

  private static final Comparator<Correction> BEST_EXAMPLE =
      Comparator.<Correction, Boolean>comparing(cell -> !cell.series().metric().equals(BEST_KNOWN))
          .thenComparing(Comparator.naturalOrder());
  private static final Set<Kind> OF_THE_STREAM = EnumSet.complementOf(EnumSet.of(Kind.ADDED));

  private final List<Correction> cells = new ArrayList<>();
  private final Accounting stream;
  private final Accounting batch;
  private final long tooLate;
  private final Explanations explanations;

  /**
   * Compares what stood before anything was sealed with what stands when everything is.
   *
   * @param stream where all records went in the stream
   * @param batch where they went in the batch
   * @param tooLate contributions that came when the stream held their minute no more
   * @param explanations which sessions make the layers differ
   */
  Corrections(
      Map<Cell, Double> before,
      Map<Cell, Double> after,
      Accounting stream,
      Accounting batch,
      long tooLate,
      Explanations explanations) {
    this.stream = stream;
    this.batch = batch;
    this.tooLate = tooLate;
    this.explanations = explanations;
    before.forEach((cell, value) -> compare(cell, value, after.getOrDefault(cell, 0.0)));
    after.forEach(
        (cell, value) -> {
          if (!before.containsKey(cell)) {
            compare(cell, 0, value);
          }
        });
    cells.sort(null);
  }

  private void compare(Cell cell, double before, double after) {
    if (before != after && cell.series() instanceof MetricSeries series) {
      cells.add(new Correction(series, cell.timestamp(), before, after));
    }
  }

  /** Cells of metrics that both layers write, which the batch gave another value. */
  long corrected() {
    return cells.size() - added();
  }

  /** Cells of metrics that only the batch writes. */
  long added() {
    return count(Kind.ADDED);
  }

  private long count(Kind kind) {
    return cells.stream().filter(cell -> cell.kind() == kind).count();
  }

  /** How many sessions changed the bucket of a cell of the stream's, by cause. */
  private Map<Cause, Integer> causes(Correction cell) {
    return cell.kind() == Kind.ADDED ? Map.of() : explanations.of(cell.bucket());
  }

  /** Cells that were corrected, and no session tells why. */
  long unexplained() {
    return cells.stream()
        .filter(cell -> cell.kind() != Kind.ADDED)
        .filter(cell -> Set.of(Cause.UNKNOWN).containsAll(causes(cell).keySet()))
        .count();
  }

  /** Writes down every cell that was corrected or added, in the form and order of an export. */
  void writeTo(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(HEADER + '\n');
      for (Correction cell : cells) {
        out.write(cell.toCsv() + ',' + cell.kind().label() + ',' + why(cell) + '\n');
      }
    }
  }

  /** The causes with their sessions, like {@code cut:2 copy:1}. */
  private String why(Correction cell) {
    List<String> why = new ArrayList<>();
    causes(cell).forEach((cause, sessions) -> why.add(cause.label() + ':' + sessions));
    return String.join(" ", why);
  }

  /** What was corrected, by metric and granularity, with examples, and why. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    StringBuilder head =
        new StringBuilder(format("corrected  %,d cells of the stream's", corrected()));
    String separator = ": ";
    for (Kind kind : OF_THE_STREAM) {
      head.append(separator).append(format("%,d %s", count(kind), kind.words()));
      separator = ", ";
    }
    lines.add(head.toString());
    lines.addAll(wrapped(OF_THE_STREAM));
    for (Kind kind : OF_THE_STREAM) {
      example(kind).ifPresent(cell -> lines.add(INDENT + "for example " + cell.text()));
    }
    lines.add(format("added      %,d cells %s", added(), Kind.ADDED.words()));
    lines.addAll(wrapped(EnumSet.of(Kind.ADDED)));
    lines.addAll(reasons());
    return lines;
  }

  private Optional<Correction> example(Kind kind) {
    return cells.stream().filter(cell -> cell.kind() == kind).min(BEST_EXAMPLE);
  }

  private List<String> reasons() {
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            "why        where %d min pass without a record of a session the stream goes on with a"
                + " piece of its own;",
            SessionRules.INACTIVITY.toMinutes()));
    lines.add(INDENT + "the batch has sessions whole. Cells that such sessions changed:");
    for (Cause cause : EnumSet.complementOf(EnumSet.of(Cause.UNKNOWN))) {
      long changed = cells.stream().filter(cell -> causes(cell).containsKey(cause)).count();
      if (changed > 0) {
        lines.add(
            format(
                INDENT + "%,d by %,d sessions: %s",
                changed,
                explanations.sessions(cause),
                cause.words()));
      }
    }
    lines.add(format(INDENT + "%,d by none of these", unexplained()));
    SessionCounts ofStream = stream.counts();
    SessionCounts ofBatch = batch.counts();
    lines.add(
        INDENT
            + "stream and batch: "
            + both("sessions", ofStream.sessions(), ofBatch.sessions())
            + both(", visits", ofStream.visits(), ofBatch.visits())
            + both(", beacons", ofStream.used(), ofBatch.used())
            + both(", copies", ofStream.duplicate(), ofBatch.duplicate())
            + both(", too long", ofStream.quarantined(), ofBatch.quarantined()));
    lines.add(
        format(
            INDENT + "%,d contributions came when the stream held their minute no more", tooLate));
    return lines;
  }

  private static String both(String what, long ofStream, long ofBatch) {
    return format("%s %,d and %,d", what, ofStream, ofBatch);
  }

  /** How many cells of each metric, by granularity. */
  private List<String> wrapped(Set<Kind> kinds) {
    SortedMap<String, Map<Resolution, Long>> counts = new TreeMap<>();
    for (Correction cell : cells) {
      if (kinds.contains(cell.kind())) {
        counts
            .computeIfAbsent(group(cell.series().metric()), m -> new EnumMap<>(Resolution.class))
            .merge(cell.series().resolution(), 1L, Long::sum);
      }
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(INDENT);
    counts.forEach(
        (metric, byResolution) -> {
          StringBuilder word = new StringBuilder(metric);
          byResolution.forEach(
              (resolution, count) -> word.append(format(" %,d (%s)", count, resolution.tag())));
          if (line.length() + word.length() > WIDTH) {
            lines.add(line.toString());
            line.setLength(INDENT.length());
          }
          line.append(line.length() > INDENT.length() ? "; " : "").append(word);
        });
    if (line.length() > INDENT.length()) {
      lines.add(line.toString());
    }
    return lines;
  }

  /** A load time has several metrics. */
  private static String group(String metric) {
    int end = metric.lastIndexOf('.');
    return end < 0 ? metric : metric.substring(0, end) + ".*";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
