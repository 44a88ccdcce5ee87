package org.variometer.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.variometer.kairos.KairosReader;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.services.Services;
import org.variometer.stream.MicroBatch;
import org.variometer.stream.StreamRun;

/** What a demo shows: a table, how the pipeline is, and lines about what it does. */
final class DemoScreen {
  private static final String CLEAR = "\u001b[H\u001b[2J";

  private final DemoOptions options;
  private final PrintWriter out;
  private final boolean redraw;

  /**
   * Shows nothing yet.
   *
   * @param out where it goes
   * @param redraw whether the table is drawn over the one before, as on a terminal
   */
  DemoScreen(DemoOptions options, PrintWriter out, boolean redraw) {
    this.options = options;
    this.out = out;
    this.redraw = redraw;
  }

  /** Says what is done now. */
  void say(String line) {
    print(List.of("variometer: " + line));
  }

  /** Says what has been done. */
  void print(List<String> lines) {
    lines.forEach(out::println);
    out.flush();
  }

  /** Says it unless a table would be drawn over it. */
  void printIfItStays(String line) {
    if (!redraw) {
      out.println(line);
    }
  }

  /** The table of what this reader finds. */
  static LiveTable table(KairosReader reader, GeneratorSettings settings) {
    long from = settings.start().minus(Duration.ofHours(1)).toEpochMilli();
    long to = settings.start().plus(settings.span()).plus(Duration.ofDays(3)).toEpochMilli();
    return new LiveTable(reader, from, to);
  }

  /** Where to look for more. */
  static String addresses(Services services, StreamRun run) {
    return "KairosDB: "
        + services.kairos().url()
        + "/api/v1/metricnames"
        + run.uiAddress().map(address -> "   Spark: " + address + "/streaming/").orElse("");
  }

  /** Shows all of it as it is after a micro-batch. */
  void show(LiveTable table, MicroBatch batch, String ofBatch, String addresses)
      throws IOException {
    String text = table.render();
    out.print(redraw ? CLEAR : "");
    print(List.of(text, health(batch), ofBatch, addresses));
  }

  private String health(MicroBatch batch) {
    StringBuilder rejected = new StringBuilder();
    batch
        .sum()
        .intake()
        .rejected()
        .forEach(
            (reason, count) ->
                rejected.append(String.format(Locale.ROOT, " %s %,d", reason.wireName(), count)));
    return String.format(
        Locale.ROOT,
        "pipeline: %,d beacons read%s, last micro-batch %,d beacons (%,d/s), %,d points, written"
            + " and committed %.1f s after its time; %,d sessions held; rejected:%s",
        batch.sum().intake().read(),
        options.events() > 0 ? String.format(Locale.ROOT, " of %,d", options.events()) : "",
        batch.batch().intake().read(),
        batch.batch().intake().read() * 1000 / DemoConfig.batchMillis(options),
        batch.points(),
        batch.delayMillis() / 1000.0,
        batch.gauges().sessions(),
        rejected.isEmpty() ? " none" : rejected);
  }
}
