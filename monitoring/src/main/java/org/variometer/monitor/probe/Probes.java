package org.variometer.monitor.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.variometer.monitor.rule.Observation;
import org.variometer.monitor.rule.Seen;

/**
 * All looks of a check, at the same time: one that hangs keeps none of the others.
 *
 * @param master at the Spark master
 * @param driver at the stream's own Spark
 * @param commits at ZooKeeper
 * @param log at Kafka
 * @param kairos at KairosDB
 * @param series at the pipeline's series there
 * @param timeout how long each may take
 */
public record Probes(
    Probe<Observation.Master> master,
    Probe<Observation.Driver> driver,
    Probe<Observation.Commits> commits,
    Probe<Observation.Log> log,
    Probe<Observation.Kairos> kairos,
    Probe<Observation.Series> series,
    Duration timeout) {

  /**
   * Looks at everything.
   *
   * @param at the instant of the check
   * @throws InterruptedException if the check is to stop
   */
  public Observation look(Instant at) throws InterruptedException {
    ExecutorService lookers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "monitor-probe");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Callable<Seen<Observation.Master>> ofMaster = master::look;
      Callable<Seen<Observation.Driver>> ofDriver = driver::look;
      Callable<Seen<Observation.Commits>> ofCommits = commits::look;
      Callable<Seen<Observation.Log>> ofLog = log::look;
      Callable<Seen<Observation.Kairos>> ofKairos = kairos::look;
      Callable<Seen<Observation.Series>> ofSeries = series::look;
      Future<Seen<Observation.Master>> seenMaster = lookers.submit(ofMaster);
      Future<Seen<Observation.Driver>> seenDriver = lookers.submit(ofDriver);
      Future<Seen<Observation.Commits>> seenCommits = lookers.submit(ofCommits);
      Future<Seen<Observation.Log>> seenLog = lookers.submit(ofLog);
      Future<Seen<Observation.Kairos>> seenKairos = lookers.submit(ofKairos);
      Future<Seen<Observation.Series>> seenSeries = lookers.submit(ofSeries);
      awaitAll(List.of(seenMaster, seenDriver, seenCommits, seenLog, seenKairos, seenSeries));
      return new Observation(
          at,
          result("the Spark master", seenMaster),
          result("the stream's own Spark", seenDriver),
          result("ZooKeeper", seenCommits),
          result("Kafka", seenLog),
          result("KairosDB", seenKairos),
          result("the pipeline's series in KairosDB", seenSeries));
    } finally {
      lookers.shutdownNow();
    }
  }

  private void awaitAll(List<Future<?>> looks) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    for (Future<?> look : looks) {
      try {
        look.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        look.cancel(true);
      }
    }
  }

  private <T> Seen<T> result(String what, Future<Seen<T>> look) throws InterruptedException {
    try {
      return look.get();
    } catch (CancellationException e) {
      return Seen.failed(what + " did not answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProbeException known) {
        return Seen.failed(known.getMessage());
      }
      return Seen.failed(what + " can't be looked at: " + e.getCause());
    }
  }
}
