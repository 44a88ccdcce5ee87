package org.variometer.monitor.record;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.variometer.config.KairosSettings;
import org.variometer.kairos.Fence;
import org.variometer.kairos.KairosWriter;
import org.variometer.kairos.SinkException;
import org.variometer.monitor.rule.Incident;
import org.variometer.monitor.rule.MonitorState;
import org.variometer.monitor.rule.Subject;
import org.variometer.series.Cell;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;

/** What a monitor found at each check, as series of the pipeline's own (layer {@code monitor}). */
public final class CheckSeries implements CheckRecord {
  private static final String LAYER = "monitor";

  private final KairosSettings settings;
  private final String region;

  /**
   * Writes there.
   *
   * @param settings where KairosDB is
   * @param region the pipeline's region
   * @param timeout how long an answer may take; nothing is tried twice
   */
  public CheckSeries(KairosSettings settings, String region, Duration timeout) {
    this.settings = settings.once(timeout);
    this.region = region;
  }

  @Override
  public void write(Instant at, MonitorState state) throws SinkException {
    Set<Subject> open =
        state.incidents().stream().map(Incident::subject).collect(Collectors.toSet());
    List<Point> points = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      String name = subject.name().toLowerCase(Locale.ROOT);
      points.add(point(at, "incident", Map.of("subject", name), open.contains(subject) ? 1 : 0));
    }
    points.add(point(at, "restarts", Map.of(), state.restarts().recent().size()));
    points.add(point(at, "maintenance", Map.of(), state.maintenance() ? 1 : 0));
    try (KairosWriter writer = new KairosWriter(settings, region, LAYER, Fence.OPEN)) {
      writer.write(points);
    }
  }

  private Point point(Instant at, String measure, Map<String, String> more, int value) {
    return new Point(
        new Cell(new PipelineSeries(measure, region, LAYER, more), at.toEpochMilli()), value);
  }
}
