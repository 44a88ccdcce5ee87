package org.variometer.kairos;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.kairosdb.client.builder.MetricBuilder;
import org.variometer.config.KairosSettings;
import org.variometer.series.Point;

/** Sends requests over several connections at once, a thread for each. */
final class Lanes implements AutoCloseable {
  private final KairosSettings settings;
  private final List<Connection> connections;
  private final Retrier retrier;
  private final Tally tally;
  private final ExecutorService threads;

  /**
   * Starts no thread yet.
   *
   * @param connections one for each lane; closed by their owner
   */
  Lanes(KairosSettings settings, List<Connection> connections, Retrier retrier, Tally tally) {
    this.settings = settings;
    this.connections = connections;
    this.retrier = retrier;
    this.tally = tally;
    threads =
        Executors.newFixedThreadPool(
            connections.size(),
            task -> {
              Thread thread = new Thread(task, "kairosdb-writer");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Sends requests that have no cell in common; returns when all are acknowledged.
   *
   * @throws SinkException the first failure; when it is thrown no request is under way any more
   */
  void send(List<List<Point>> requests) throws SinkException {
    Iterator<List<Point>> rest = new ArrayList<>(requests).iterator();
    List<Future<?>> lanes = new ArrayList<>();
    for (int i = 0; i < Math.min(connections.size(), requests.size()); i++) {
      Connection connection = connections.get(i);
      lanes.add(
          threads.submit(
              () -> {
                for (List<Point> next = take(rest); next != null; next = take(rest)) {
                  send(connection, next, rest);
                }
                return null;
              }));
    }
    SinkException failure = null;
    for (Future<?> lane : lanes) {
      try {
        await(lane);
      } catch (SinkException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static List<Point> take(Iterator<List<Point>> rest) {
    synchronized (rest) {
      return rest.hasNext() ? rest.next() : null;
    }
  }

  private void send(Connection connection, List<Point> points, Iterator<List<Point>> rest)
      throws SinkException {
    try {
      MetricBuilder request = PointRequest.of(points, settings.ttl());
      retrier.send(
          connection,
          "take " + Words.points(points.size()) + " (first: " + points.get(0).cell() + ")",
          client -> {
            client.pushMetrics(request);
            return null;
          });
      tally.points.add(points.size());
    } catch (SinkException | RuntimeException e) {
      // The other lanes need not begin what will be sent again anyway.
      synchronized (rest) {
        rest.forEachRemaining(request -> {});
      }
      throw e;
    }
  }

  /** Waits to the end even when interrupted: a request under way is not given up. */
  private static void await(Future<?> lane) throws SinkException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          lane.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof SinkException failure) {
            throw failure;
          }
          throw new IllegalStateException("a request to KairosDB could not be made", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
