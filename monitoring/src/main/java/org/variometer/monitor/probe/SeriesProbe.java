package org.variometer.monitor.probe;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.variometer.config.KairosSettings;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.monitor.rule.Observation;
import org.variometer.monitor.rule.Seen;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Series;

/** The pipeline's own series of a region in KairosDB. */
public final class SeriesProbe implements Probe<Observation.Series> {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String STREAM = "stream";
  private static final String REJECTED = "accounting.rejected";

  private final KairosSettings settings;
  private final String region;
  private final Duration slot;
  private final InstantSource clock;

  /**
   * Looks there.
   *
   * @param settings where KairosDB is
   * @param region the pipeline's region
   * @param slot how long a slot of the batch is
   * @param timeout how long an answer may take; nothing is tried twice
   */
  public SeriesProbe(
      KairosSettings settings,
      String region,
      Duration slot,
      Duration timeout,
      InstantSource clock) {
    this.settings = settings.once(timeout);
    this.region = region;
    this.slot = slot;
    this.clock = clock;
  }

  @Override
  public Seen<Observation.Series> look() throws ProbeException {
    try (KairosReader reader = new KairosReader(settings)) {
      long now = clock.instant().toEpochMilli();
      long from = now - HOUR.toMillis();
      NavigableMap<Long, Double> sessions = single(reader, "sessions_held", from, now);
      return Seen.of(
          new Observation.Series(
              last(sessions),
              first(sessions, from),
              rejectedShare(reader, from, now),
              disagreement(reader, now)));
    } catch (SinkException e) {
      throw new ProbeException(e.getMessage(), e);
    }
  }

  /** What of an hour's records was rejected, by sums that only grow while the state lives. */
  private OptionalDouble rejectedShare(KairosReader reader, long from, long now)
      throws SinkException {
    NavigableMap<Long, Double> read = single(reader, "accounting.read", from, now);
    Sums sums = new Sums(read, single(reader, "accounting_since_seconds", from, now));
    double rejected =
        values(reader, REJECTED, STREAM, from, now).values().stream()
            .mapToDouble(sums::grown)
            .sum();
    double all = sums.grown(read);
    return all > 0 ? OptionalDouble.of(rejected / all) : OptionalDouble.empty();
  }

  /** The points of a measure of the stream's that has no more tags. */
  private NavigableMap<Long, Double> single(KairosReader reader, String measure, long from, long to)
      throws SinkException {
    return values(reader, measure, STREAM, from, to).getOrDefault("", new TreeMap<>());
  }

  /** Of the newest slot, which is at most so old that the batch is overdue anyway. */
  private Map<String, Double> disagreement(KairosReader reader, long now) throws SinkException {
    long from = now - slot.multipliedBy(3).toMillis();
    Map<String, NavigableMap<Long, Double>> values =
        values(reader, "layer_disagreement", "batch", from, now + 1);
    Optional<Long> newest = values.values().stream().map(NavigableMap::lastKey).max(Long::compare);
    Map<String, Double> disagreement = new TreeMap<>();
    values.forEach(
        (metric, points) -> {
          if (points.lastKey().equals(newest.orElseThrow())) {
            disagreement.put(metric, points.lastEntry().getValue());
          }
        });
    return disagreement;
  }

  /**
   * The points of a measure in the order of time, by the value of the one more tag there may be.
   */
  private Map<String, NavigableMap<Long, Double>> values(
      KairosReader reader, String measure, String layer, long from, long to) throws SinkException {
    Map<String, NavigableMap<Long, Double>> values = new TreeMap<>();
    String name = PipelineSeries.PREFIX.substring(Series.PREFIX.length()) + measure;
    reader.read(
        name,
        Optional.empty(),
        from,
        to,
        stretch ->
            stretch.forEach(
                (cell, value) -> {
                  if (cell.series() instanceof PipelineSeries series
                      && series.region().equals(region)
                      && series.layer().equals(layer)) {
                    String more = String.join(",", series.more().values());
                    values
                        .computeIfAbsent(more, any -> new TreeMap<>())
                        .put(cell.timestamp(), value);
                  }
                }));
    return values;
  }

  private static OptionalDouble last(NavigableMap<Long, Double> points) {
    return points.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(points.lastEntry().getValue());
  }

  /** The first point, if the stream has run for most of the hour. */
  private static OptionalDouble first(NavigableMap<Long, Double> points, long from) {
    return points.isEmpty() || points.firstKey() > from + HOUR.toMillis() / 4
        ? OptionalDouble.empty()
        : OptionalDouble.of(points.firstEntry().getValue());
  }
}
