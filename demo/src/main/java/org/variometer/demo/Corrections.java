package org.variometer.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.beacon.Mention;
import org.variometer.local.Accounting;
import org.variometer.metric.MetricCatalog;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Resolution;
import org.variometer.session.SessionCounts;
import org.variometer.session.SessionRules;

/** What the batch made of the stream's cells, and why, as far as that can be counted. */
final class Corrections {
  private static final Set<String> BATCH_ONLY =
      Set.of(MetricCatalog.UNIQUE_VISITORS, MetricCatalog.MULTIPLE_EXPOSURE_VISITORS);
  private static final int WIDTH = 100;
  private static final String INDENT = "           ";

  /** Whoever looks at an example knows best what a visit is. */
  private static final String BEST_KNOWN = "visits";

  private static final Comparator<Change> ORDER =
      Comparator.<Change, Boolean>comparing(change -> !change.series.metric().equals(BEST_KNOWN))
          .thenComparing(Change::series)
          .thenComparing(Change::timestamp);

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final Map<Kind, Change> examples = new EnumMap<>(Kind.class);
  private final SortedMap<String, Map<Resolution, Long>> corrected = new TreeMap<>();
  private final SortedMap<String, Map<Resolution, Long>> added = new TreeMap<>();
  private final Accounting stream;
  private final Accounting batch;
  private final long tooLate;

  /** What can become of a cell. */
  private enum Kind {
    CHANGED("have another value"),
    FELL_TO_ZERO("fell to 0"),
    APPEARED("were 0 before");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** A cell that the batch corrected. */
  private record Change(MetricSeries series, long timestamp, double before, double after) {}

  /**
   * Compares what stood before anything was sealed with what stands when everything is.
   *
   * @param stream where all records went in the stream
   * @param batch where they went in the batch
   * @param tooLate contributions that came when the stream held their minute no more
   */
  Corrections(
      Map<Cell, Double> before,
      Map<Cell, Double> after,
      Accounting stream,
      Accounting batch,
      long tooLate) {
    this.stream = stream;
    this.batch = batch;
    this.tooLate = tooLate;
    for (Kind kind : Kind.values()) {
      counts.put(kind, 0L);
    }
    before.forEach((cell, value) -> compare(cell, value, after.getOrDefault(cell, 0.0)));
    after.forEach(
        (cell, value) -> {
          if (!before.containsKey(cell)) {
            compare(cell, 0, value);
          }
        });
  }

  private void compare(Cell cell, double before, double after) {
    if (before == after || !(cell.series() instanceof MetricSeries series)) {
      return;
    }
    if (BATCH_ONLY.contains(series.metric())) {
      count(added, series.metric(), series.resolution());
      return;
    }
    Kind kind = after == 0 ? Kind.FELL_TO_ZERO : before == 0 ? Kind.APPEARED : Kind.CHANGED;
    counts.merge(kind, 1L, Long::sum);
    count(corrected, group(series.metric()), series.resolution());
    Change change = new Change(series, cell.timestamp(), before, after);
    examples.merge(kind, change, (a, b) -> ORDER.compare(a, b) <= 0 ? a : b);
  }

  /** A load time has several metrics. */
  private static String group(String metric) {
    int end = metric.lastIndexOf('.');
    return end < 0 ? metric : metric.substring(0, end) + ".*";
  }

  private static void count(
      Map<String, Map<Resolution, Long>> counts, String metric, Resolution resolution) {
    counts
        .computeIfAbsent(metric, m -> new EnumMap<>(Resolution.class))
        .merge(resolution, 1L, Long::sum);
  }

  /** Cells of metrics that both layers write, which the batch gave another value. */
  long corrected() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Cells of metrics that only the batch writes. */
  long added() {
    return sum(added);
  }

  private static long sum(Map<String, Map<Resolution, Long>> counts) {
    return counts.values().stream()
        .flatMap(byResolution -> byResolution.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /** What was corrected, by metric and granularity, with examples, and why. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    StringBuilder head =
        new StringBuilder(format("corrected  %,d cells of the stream's", corrected()));
    String separator = ": ";
    for (Kind kind : Kind.values()) {
      head.append(separator).append(format("%,d %s", counts.get(kind), kind.words));
      separator = ", ";
    }
    lines.add(head.toString());
    lines.addAll(wrapped(corrected));
    examples.values().forEach(change -> lines.add(INDENT + "for example " + text(change)));
    lines.add(format("added      %,d cells of metrics that only the batch writes", added()));
    lines.addAll(wrapped(added));
    lines.add(
        format(
            "why        where %d min pass without a record of a session the stream goes on with a"
                + " piece of its own,",
            SessionRules.INACTIVITY.toMinutes()));
    lines.add(INDENT + "to which a copy of an earlier beacon is new; the batch has sessions whole");
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

  private static List<String> wrapped(SortedMap<String, Map<Resolution, Long>> counts) {
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

  private static String text(Change change) {
    MetricKey key = change.series.key();
    return format(
        "%s of %s%s, %s from %s: stream %s, batch %s",
        change.series.metric(),
        key.site(),
        key.population() == Population.ALL
            ? ""
            : ", "
                + key.experiment()
                + " "
                + (key.variant().equals(Mention.MULTIPLE) ? "(several)" : key.variant())
                + ", "
                + key.population().tag(),
        change.series.resolution().tag(),
        Instant.ofEpochMilli(change.timestamp),
        number(change.before),
        number(change.after));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
