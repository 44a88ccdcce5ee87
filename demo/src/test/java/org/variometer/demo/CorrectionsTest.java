package org.variometer.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;
import org.variometer.local.Accounting;
import org.variometer.local.View;
import org.variometer.metric.Bucket;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;
import org.variometer.quickstart.comparison.Cells;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.TrafficGenerator;
import org.variometer.series.Cell;
import org.variometer.session.SessionCounts;

/** What the batch corrects is listed, and each of it has a cause. */
class CorrectionsTest {
  private static final int EVENTS = 20_000;
  private static final Instant HOUR = Instant.parse("2024-11-20T10:00:00Z");
  private static final Accounting NOTHING = new Accounting(0, Map.of(), 0, SessionCounts.ZERO);

  @TempDir private Path folder;

  private final List<String> lines = new ArrayList<>();

  @Test
  void eachCauseIsFoundWhereItChangesSomething() throws Exception {
    Duration pause = Duration.ofMinutes(36);
    pageView("cut", "a", Duration.ZERO, Duration.ZERO);
    pageView("cut", "b", Duration.ofMinutes(30), pause);
    pageView("late", "a", Duration.ZERO, Duration.ZERO);
    pageView("late", "b", Duration.ofMinutes(10), Duration.ofHours(3));
    pageView("copy", "a", Duration.ZERO, Duration.ZERO);
    pageView("copy", "a", Duration.ZERO, pause);
    order("order", "a", Duration.ZERO);
    order("order", "b", pause);
    for (int i = 0; i < 4; i++) {
      Duration time = i < 2 ? Duration.ofMinutes(i) : pause.plusMinutes(i);
      pageView("too_long", "b" + i, time, time);
    }
    pageView("same", "a", Duration.ZERO, Duration.ZERO);
    pageView("same", "b", pause, pause);
    Path beacons = Files.write(folder.resolve("beacons.jsonl"), lines);
    VariometerConfig config =
        VariometerConfig.from(
            VariometerConfig.load(Optional.empty(), Map.of("variometer.session.max-beacons", "3")));

    Explanations explanations = Explanations.of(config, beacons);
    for (Cause cause : Cause.values()) {
      assertThat(explanations.sessions(cause)).as("%s", cause).isEqualTo(isKnown(cause) ? 1 : 0);
      assertThat(explanations.of(hour(cause.label())))
          .isEqualTo(isKnown(cause) ? Map.of(cause, 1) : Map.of());
    }
    assertThat(explanations.of(hour("same"))).isEmpty();

    Corrections corrections = corrections(config, beacons, explanations);
    Path listed = folder.resolve("corrected.csv");
    corrections.writeTo(listed);
    List<String> rows = Files.readAllLines(listed);
    long millis = HOUR.toEpochMilli();
    assertThat(rows)
        .startsWith(
            "metric,site,experiment,variant,population,granularity,timestamp,stream,batch,correction"
                + ",why")
        .hasSize(1 + Math.toIntExact(corrections.corrected() + corrections.added()))
        .contains(
            "visits,cut,__all__,__all__,all,1h," + millis + ",2,1,changed,cut:1",
            "page_views,copy,__all__,__all__,all,1h," + millis + ",2,1,changed,copy:1",
            "revenue,order,__all__,__all__,all,1h," + millis + ",19,9.5,changed,order:1",
            "visits,too_long,__all__,__all__,all,1h," + millis + ",2,0,fell_to_zero,too_long:1",
            "unique_visitors,same,__all__,__all__,all,1h," + millis + ",0,1,added,")
        .noneMatch(row -> row.contains(",same,") && !row.contains(",added,"));
    // A late beacon begins a visit in the stream where it only goes on in the batch.
    assertThat(rows).anyMatch(row -> row.startsWith("visits,late,") && row.endsWith(",late:1"));
    assertThat(corrections.unexplained()).isZero();
    assertThat(corrections.lines())
        .anyMatch(line -> line.matches(" +\\d+ by 1 sessions: a copy came after such a pause.*"))
        .anyMatch(line -> line.endsWith(" 0 by none of these"));
  }

  private static boolean isKnown(Cause cause) {
    return cause != Cause.UNKNOWN;
  }

  private static Bucket hour(String site) {
    return Bucket.startingAt(MetricKey.all(site), Granularity.HOUR, HOUR.toEpochMilli());
  }

  private void pageView(String site, String id, Duration time, Duration arrival) {
    line(site, id, time, arrival, "\"type\":\"pageView\"");
  }

  private void order(String site, String id, Duration time) {
    line(site, id, time, time, "\"type\":\"order\",\"order\":{\"id\":\"o\",\"revenue\":\"9.50\"}");
  }

  private void line(String site, String id, Duration time, Duration arrival, String rest) {
    lines.add(
        String.format(
            Locale.ROOT,
            "{\"beaconId\":\"%s\",\"sessionId\":\"s\",\"visitorId\":\"v\",\"site\":\"%s\","
                + "\"timestamp\":%d,\"receivedAt\":%d,%s}",
            id,
            site,
            HOUR.plus(time).toEpochMilli(),
            HOUR.plus(arrival).toEpochMilli(),
            rest));
  }

  @Test
  void everythingThatIsCorrectedOfTrafficHasACause() throws Exception {
    Config loaded =
        VariometerConfig.load(
            Optional.empty(), Map.of("variometer.generate.events", Integer.toString(EVENTS)));
    VariometerConfig config = VariometerConfig.from(loaded);
    Path beacons = folder.resolve("beacons.jsonl");
    try (OutputStream out = Files.newOutputStream(beacons)) {
      new TrafficGenerator(GeneratorSettings.from(loaded.getConfig("variometer.generate")))
          .run(
              (arrival, session, buffer, offset, length) -> {
                out.write(buffer, offset, length);
                out.write('\n');
              });
    }
    Explanations explanations = Explanations.of(config, beacons);
    Corrections corrections = corrections(config, beacons, explanations);
    assertThat(corrections.corrected()).isPositive();
    assertThat(corrections.unexplained()).isZero();
    assertThat(List.of(Cause.CUT, Cause.LATE, Cause.COPY, Cause.ORDER))
        .allMatch(cause -> explanations.sessions(cause) > 0);
    assertThat(explanations.sessions(Cause.UNKNOWN)).isZero();
  }

  private static Corrections corrections(
      VariometerConfig config, Path beacons, Explanations explanations) throws IOException {
    Map<Cell, Double> stream = Cells.computed(config, beacons, View.STREAM);
    Map<Cell, Double> batch = Cells.computed(config, beacons, View.BATCH);
    return new Corrections(stream, batch, NOTHING, NOTHING, 0, explanations);
  }
}
