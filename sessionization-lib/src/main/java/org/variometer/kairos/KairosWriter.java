package org.variometer.kairos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.variometer.config.KairosSettings;
import org.variometer.series.Cell;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;

/**
 * Writes points to KairosDB, so that the newest value of each cell is what stands there in the end
 * (spec §6). One for each process, as two would not know of each other's writes of a cell; for one
 * thread. After a {@link SinkException} any part of the points may stand, and the same points can
 * be written again.
 */
public final class KairosWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KairosWriter.class);
  private static final int MAX_ROUNDS = 3;

  /** Behind so many points another may take as long again as is configured until it is visible. */
  private static final int POINTS_OF_A_PATIENCE = 10_000;

  /** Doubles hold all integers up to here. */
  private static final long CANARY_VALUES = 1L << 53;

  private final Tally tally = new Tally();
  private final Deadlines deadlines = new Deadlines();
  private final List<Connection> connections = new ArrayList<>();
  private final KairosSettings settings;
  private final Ticker ticker;
  private final PipelineSeries canarySeries;
  private final Retention retention;
  private final Lanes lanes;
  private final PointSender sender;
  private final ReadBack readBack;

  private final LookBack lookBack;

  /** Those of the micro-batches of the time for which points are kept, and when they were sent. */
  private final Deque<Sent> canaries = new ArrayDeque<>();

  private long canaryTime = Long.MIN_VALUE;

  private record Sent(Point canary, long at) {}

  /**
   * Connects when it first has something to write.
   *
   * @param settings where KairosDB is and how to write to it
   * @param region the tag {@code region} of the canary
   * @param layer the tag {@code layer} of the canary: {@code stream} or {@code batch}
   * @param fence asked before each request whether this process may still write
   */
  public KairosWriter(KairosSettings settings, String region, String layer, Fence fence) {
    this(settings, region, layer, fence, Ticker.SYSTEM);
  }

  KairosWriter(KairosSettings settings, String region, String layer, Fence fence, Ticker ticker) {
    this.settings = settings;
    this.ticker = ticker;
    canarySeries = new PipelineSeries("canary", region, layer);
    check(List.of(new Point(new Cell(canarySeries, 0), 0)));
    for (int i = 0; i < settings.connections(); i++) {
      connections.add(new Connection(settings, deadlines, tally));
    }
    Retrier retrier =
        new Retrier(settings, ticker, fence, () -> ThreadLocalRandom.current().nextDouble(), tally);
    retention =
        new Retention(
            settings.canary().retain().toNanos(),
            settings.rewriteSpacing().toNanos(),
            settings.canary().retainPoints(),
            ticker.nanos());
    lookBack = new LookBack(settings.mayArriveWithin().toNanos());
    lanes = new Lanes(settings, connections, retrier, tally);
    sender = new PointSender(settings, ticker, retention, lanes);
    Queries queries = new Queries(connections.get(0), retrier);
    readBack = new ReadBack(settings, ticker, queries, tally);
  }

  /**
   * Writes points and returns when KairosDB has acknowledged all of them, which means that they are
   * queued. Of several values for one cell the last stands. Waits where a cell was written too
   * recently, after all others were sent. Whether the points are lost later is found out by the
   * next micro-batch.
   *
   * @throws IllegalArgumentException if a point is not fit to be written; then nothing was
   * @throws SinkException if KairosDB can't take them, or not for longer than is configured
   */
  public void write(Collection<Point> points) throws SinkException {
    check(points);
    sender.send(points);
  }

  /**
   * Makes sure of the points of the micro-batches before, and writes those of this one, a canary
   * last: reads the recent canaries back. If one is not there, recent points are written again and
   * read back; if KairosDB was out of reach in between, they are read back, and those written again
   * that stand otherwise; so at once if it is while this is written. When this returns, offsets can
   * be committed.
   *
   * @param points the points, as for {@link #write}
   * @param batchTime the micro-batch's time, ms since the epoch: where the canary stands
   * @throws IllegalArgumentException if a point is not fit to be written; then nothing was
   * @throws SinkException if KairosDB can't take them, or not for longer than is configured
   */
  public void writeBatch(Collection<Point> points, long batchTime) throws SinkException {
    check(points);
    canaryTime = Math.max(batchTime - 1, canaryTime);
    // First: what is still queued could meet its cell's next value in one write of Cassandra's, of
    // which the greater one would stay.
    makeSure();
    sender.send(points);
    Point canary = newCanary(batchTime);
    sender.send(List.of(canary));
    canaries.add(new Sent(canary, ticker.nanos()));
    if (lookBack.isDue(tally.unanswered.sum(), ticker.nanos())) {
      makeSure();
    }
  }

  /**
   * Makes sure of all micro-batches that were written, the last one included. To be called at a
   * graceful stop, before {@link #close}.
   *
   * @throws SinkException if points are lost and KairosDB can't take them again
   */
  public void finish() throws SinkException {
    makeSure();
    canaries.clear();
  }

  /**
   * The same, and waits until no request that was not answered can arrive any more, to make sure
   * once more behind it.
   *
   * @throws SinkException as {@link #finish}
   */
  public void finishForGood() throws SinkException {
    finish();
    while (mayStillArrive()) {
      Retrier.sleep(ticker, lookBack.remaining(ticker.nanos()));
      finish();
    }
  }

  /**
   * Notes that another process may have written any cell until now: what is written from here on is
   * as far from that as two writes of a cell have to be.
   */
  public void takeOver() {
    retention.othersWrote(ticker.nanos());
  }

  /**
   * Whether a request that was not answered may still arrive, and write what is older than what
   * stands. Whoever ends then has not ended properly.
   */
  public boolean mayStillArrive() {
    return lookBack.isPending(tally.unanswered.sum());
  }

  /**
   * Gives cells up: from now on they are another's to write (spec §5: sealed buckets), so that they
   * are not written again here even if they were lost.
   */
  public void forget(Predicate<Cell> cells) {
    retention.forget(cells);
  }

  /** Where the earliest point stands of all that was sent lately, ms since the epoch. */
  public OptionalLong earliestRecent() {
    return retention.earliest();
  }

  /** What was done so far. May be called at any time, by the thread that writes. */
  public WriterStatistics statistics() {
    return WriterStatistics.of(tally, retention.size());
  }

  @Override
  public void close() {
    lanes.close();
    connections.forEach(Connection::close);
    deadlines.close();
  }

  private Point newCanary(long time) {
    canaryTime = Math.max(time, canaryTime + 1);
    return new Point(
        new Cell(canarySeries, canaryTime),
        // Unlike that of an earlier process that wrote the same micro-batch.
        ThreadLocalRandom.current().nextLong(1, CANARY_VALUES));
  }

  /**
   * Waits until all is stored that was acknowledged: KairosDB takes what is sent in its turn, and
   * its queue can be long. If it dies meanwhile, what it lost is found by who looks then.
   *
   * @param points how many were sent just before
   */
  private void drain(int points) throws SinkException {
    List<Point> last = List.of(newCanary(canaryTime));
    sender.send(last);
    Duration patience =
        settings.canary().visibleWithin().multipliedBy(1 + points / POINTS_OF_A_PATIENCE);
    if (!readBack.missing(last, patience).isEmpty()) {
      LOG.warn(
          "KairosDB at {} does not show what it acknowledged {} ago",
          settings.url(),
          Words.of(patience));
    }
  }

  private void makeSure() throws SinkException {
    // What happens from here on is found out by the next micro-batch.
    long unanswered = tally.unanswered.sum();
    long begun = ticker.nanos();
    Optional<Point> lost = lostCanary();
    if (lost.isPresent()) {
      tally.canariesLost.increment();
      LOG.warn(
          "KairosDB at {} has lost what it had acknowledged: the canary {} is not there after {};"
              + " writing {} again",
          settings.url(),
          lost.get().cell(),
          Words.of(settings.canary().visibleWithin()),
          Words.points(retention.size()));
      beginLookBack();
      restore(retention.all());
    } else if (lookBack.isDue(unanswered, begun)) {
      // Another process may have taken the canary than the points, and have written older values
      // over newer ones out of its queue's file.
      LOG.warn(
          "KairosDB at {} was out of reach for a while; making sure of {}",
          settings.url(),
          Words.points(retention.size()));
      beginLookBack();
      drain(retention.size());
      restore(readBack.missing(retention.all()));
    }
    if (!canaries.isEmpty()) {
      retention.confirm(canaries.getLast().at());
    }
    lookBack.done(unanswered, begun);
  }

  /** One of the canaries that is not there. */
  private Optional<Point> lostCanary() throws SinkException {
    long retain = settings.canary().retain().toNanos();
    while (canaries.size() > 1 && ticker.nanos() - canaries.getFirst().at() > retain) {
      canaries.removeFirst();
    }
    List<Point> sent = canaries.stream().map(Sent::canary).toList();
    return sent.isEmpty() ? Optional.empty() : readBack.missing(sent).stream().findFirst();
  }

  /**
   * Begins to make sure of all; fails if something may be lost that can't be written again here.
   */
  private void beginLookBack() throws SinkException {
    tally.lookBacks.increment();
    if (!retention.isComplete(ticker.nanos())) {
      throw new SinkException(
          "KairosDB at "
              + settings.url()
              + " may have lost what it had acknowledged, and more was written meanwhile than is kept"
              + " (kairosdb.canary.retain-points: "
              + settings.canary().retainPoints()
              + "). Start again, which brings it to what is held");
    }
  }

  /** Writes points again until each is seen to stand there. */
  private void restore(List<Point> points) throws SinkException {
    List<Point> missing = points;
    for (int round = 0; round < MAX_ROUNDS && !missing.isEmpty(); round++) {
      tally.pointsRewritten.add(missing.size());
      sender.send(missing);
      drain(missing.size());
      missing = readBack.missing(points);
    }
    if (!missing.isEmpty()) {
      throw new SinkException(
          "KairosDB at "
              + settings.url()
              + " acknowledged "
              + Words.points(missing.size())
              + " "
              + MAX_ROUNDS
              + " times that do not stand there (first: "
              + missing.get(0).cell()
              + "). Look into its log and at its store, then start again");
    }
  }

  private static void check(Collection<Point> points) {
    for (Point point : points) {
      Optional<String> problem = point.problem();
      if (problem.isPresent()) {
        throw new IllegalArgumentException(
            "a point that can't be written, " + point.cell() + ": " + problem.get());
      }
    }
  }
}
