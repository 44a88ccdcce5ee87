package org.variometer.kairos;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.variometer.config.KairosSettings;
import org.variometer.json.Utf8;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Resolution;
import org.variometer.series.Series;
import org.variometer.series.Stretch;

/** Reads series back, over one connection. For one thread. */
public final class KairosReader implements AutoCloseable {
  private static final int NO_CONTENT = 204;

  /** Where the first bucket of all can begin: 2000-01-01, ms since the epoch (spec §1). */
  public static final long BEGIN = 946_684_800_000L;

  /** Behind where the last bucket of all can begin: 2100-01-02, ms since the epoch. */
  public static final long END = 4_102_531_200_000L;

  private final URI url;
  private final Deadlines deadlines = new Deadlines();
  private final Connection connection;
  private final Queries queries;
  private long foreign;

  /**
   * Connects when it is first asked for something.
   *
   * @param settings where KairosDB is and how long to try
   */
  public KairosReader(KairosSettings settings) {
    this(settings, Ticker.SYSTEM);
  }

  KairosReader(KairosSettings settings, Ticker ticker) {
    url = settings.url();
    Tally tally = new Tally();
    connection = new Connection(settings, deadlines, tally);
    Retrier retrier =
        new Retrier(
            settings, ticker, Fence.OPEN, () -> ThreadLocalRandom.current().nextDouble(), tally);
    queries = new Queries(connection, retrier);
  }

  /** Whether KairosDB answers now and says that it is well; asks once and does not wait for it. */
  public boolean isHealthy() {
    try {
      requireHealthy();
      return true;
    } catch (SinkException e) {
      return false;
    }
  }

  /**
   * Asks once whether KairosDB is well, for whoever would rather know at once than wait for it.
   *
   * @throws SinkException if it does not answer, or not that it is well
   */
  public void requireHealthy() throws SinkException {
    String advice = "; start it, or say where it is with variometer.kairosdb.url";
    try {
      int status = connection.send(client -> client.getStatusCheck());
      if (status != NO_CONTENT) {
        throw new SinkException(
            "KairosDB at " + url + " says that it is not well: it answered " + status + advice);
      }
    } catch (RequestException e) {
      throw new SinkException(
          "KairosDB at " + url + " can't be reached: " + e.getMessage() + advice, e);
    }
  }

  /**
   * The names of all metrics that ever had a point, without the prefix of series and without the
   * pipeline's own, ordered by their UTF-8 bytes.
   *
   * @throws SinkException if KairosDB can't be asked
   */
  public List<String> metrics() throws SinkException {
    return names(name -> !name.startsWith(PipelineSeries.PREFIX));
  }

  /**
   * The names of the pipeline's own series, without the prefix of series, ordered.
   *
   * @throws SinkException if KairosDB can't be asked
   */
  public List<String> pipelineMetrics() throws SinkException {
    return names(name -> name.startsWith(PipelineSeries.PREFIX));
  }

  private List<String> names(Predicate<String> wanted) throws SinkException {
    return queries.names().stream()
        .filter(name -> name.startsWith(Series.PREFIX) && wanted.test(name))
        .map(name -> name.substring(Series.PREFIX.length()))
        .sorted(Utf8::compare)
        .toList();
  }

  /**
   * Reads all points of a metric in {@code [from, to)}, window by window, so that neither side
   * holds all of them at once. Stretches of one series come in the order of time, those of
   * different series in any.
   *
   * @param metric the name without the prefix of series
   * @param resolution which points; empty for all
   * @param from ms since the epoch, at least 0
   * @param to ms since the epoch
   * @param stretches takes the points, once each
   * @throws SinkException if KairosDB can't be asked
   */
  public void read(
      String metric,
      Optional<Resolution> resolution,
      long from,
      long to,
      Consumer<Stretch> stretches)
      throws SinkException {
    String name = Series.PREFIX + metric;
    if (from >= to) {
      return;
    }
    List<String> tags =
        name.startsWith(PipelineSeries.PREFIX)
            ? queries.tagNames(name, from, to - 1).stream().sorted().toList()
            : MetricSeries.TAGS;
    if (tags.isEmpty()) {
      return;
    }
    Map<String, String> filter =
        resolution.map(r -> Map.of("granularity", r.tag())).orElse(Map.of());
    Window window = new Window(from, to);
    // What one window takes is not worth a question of its own where it begins.
    OptionalLong next =
        window.reachesEnd()
            ? OptionalLong.of(from)
            : queries.first(name, tags, filter, from, to - 1);
    while (next.isPresent()) {
      window.moveTo(next.getAsLong());
      int points;
      do {
        QueryAnswer.Found found = queries.points(name, tags, filter, window.from(), window.last());
        found.stretches().forEach(stretches);
        foreign += found.foreign();
        points = found.points();
        window.advance(points);
      } while (points > 0 && !window.isPast());
      next =
          window.isPast()
              ? OptionalLong.empty()
              : queries.first(name, tags, filter, window.from(), to - 1);
    }
  }

  /**
   * Reads the cells of a metric that are not 0.
   *
   * @param metric the name without the prefix of series
   * @param from where the first bucket can begin, ms since the epoch
   * @param to where no bucket begins any more
   * @param cells receives them
   * @throws SinkException if KairosDB can't be asked
   */
  public void readStanding(
      String metric, Resolution resolution, long from, long to, Map<Cell, Double> cells)
      throws SinkException {
    read(
        metric,
        Optional.of(resolution),
        Math.max(from, BEGIN),
        Math.min(to, END),
        stretch ->
            stretch.forEach(
                (cell, value) -> {
                  if (value != 0) {
                    cells.put(cell, value);
                  }
                }));
  }

  /**
   * Reads all points of all metrics that are {@code wanted}, the pipeline's own left out.
   *
   * @param wanted chooses by name, without the prefix of series
   * @param stretches takes the points, once each
   * @throws SinkException if KairosDB can't be asked
   */
  public void readAll(Predicate<String> wanted, Consumer<Stretch> stretches) throws SinkException {
    for (String metric : metrics()) {
      if (wanted.test(metric)) {
        read(metric, Optional.empty(), BEGIN, END, stretches);
      }
    }
  }

  /** How many points were left out so far because their tags are none of Variometer's. */
  public long foreignPoints() {
    return foreign;
  }

  @Override
  public void close() {
    connection.close();
    deadlines.close();
  }
}
