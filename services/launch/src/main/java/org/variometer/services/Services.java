package org.variometer.services;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * ZooKeeper, Kafka and KairosDB together.
 *
 * @param zooKeeper where offsets are kept
 * @param kafka where beacons come from
 * @param kairos where metrics go
 */
public record Services(ZooKeeperService zooKeeper, KafkaService kafka, KairosService kairos)
    implements AutoCloseable {
  /** The topic of all beacons. */
  public static final String BEACONS = "beacons";

  /** The topic of records that are no beacons. */
  public static final String REJECTED = "beacons-rejected";

  /** Services for tests: at any free ports, with all data below this directory; not started yet. */
  public static Services in(Path directory) {
    return new Services(
        new ZooKeeperService(brief(directory, "zookeeper")),
        new KafkaService(brief(directory, "kafka")),
        new KairosService(brief(directory, "kairosdb")));
  }

  /**
   * The same, of which Kafka and KairosDB each let one user in, by TLS.
   *
   * @param ofKafka who is let into Kafka
   * @param ofKairos who is let into KairosDB
   */
  public static Services in(Path directory, Security ofKafka, Security ofKairos) {
    return new Services(
        new ZooKeeperService(brief(directory, "zookeeper")),
        new KafkaService(brief(directory, "kafka").withSecurity(ofKafka)),
        new KairosService(brief(directory, "kairosdb").withSecurity(ofKairos)));
  }

  private static ServiceOptions brief(Path directory, String name) {
    return ServiceOptions.in(directory.resolve(name)).withBriefLife();
  }

  /**
   * Starts all at the same time and creates the topics, or starts none.
   *
   * @param partitions partitions of the topic of beacons
   * @throws ServiceException if one does not come up, or a port is taken
   */
  public void start(int partitions) throws ServiceException {
    requirePorts();
    boolean complete = false;
    try {
      startAll();
      kafka.createTopics(List.of(new Topic(BEACONS, partitions), new Topic(REJECTED, 1)));
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  /** All of them, in the order in which they depend on each other. */
  public List<Service> all() {
    return List.of(zooKeeper, kafka, kairos);
  }

  /** Completes when one of those that run now has ended, for whatever reason. */
  public CompletableFuture<Service> onExit() {
    return CompletableFuture.anyOf(
            all().stream().map(Service::onExit).toArray(CompletableFuture<?>[]::new))
        .thenApply(Service.class::cast);
  }

  /**
   * Returns if all run.
   *
   * @throws ServiceException if one has ended, which none should
   */
  public void check() throws ServiceException {
    for (Service service : all()) {
      service.check();
    }
  }

  /**
   * Waits until one ends, which none should.
   *
   * @throws ServiceException when one has ended
   * @throws InterruptedException when this thread is to stop waiting
   */
  public void awaitFailure() throws ServiceException, InterruptedException {
    try {
      onExit().get().check();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops all; their data stay. */
  @Override
  public void close() {
    List<Service> last = new ArrayList<>(all());
    Collections.reverse(last);
    last.forEach(Service::close);
  }

  /** All that are taken at once, before anything is started. */
  private void requirePorts() throws ServiceException {
    List<String> problems = new ArrayList<>();
    PortTakenException first = null;
    for (Service service : all()) {
      try {
        service.requirePort();
      } catch (PortTakenException e) {
        problems.add(e.getMessage());
        first = first == null ? e : first;
      }
    }
    if (problems.size() == 1) {
      throw first;
    }
    if (!problems.isEmpty()) {
      throw new ServiceException(String.join("\n  ", problems), first);
    }
  }

  private void startAll() throws ServiceException {
    ExecutorService starters = Executors.newFixedThreadPool(all().size());
    try {
      List<Future<Void>> starts = new ArrayList<>();
      for (Service service : all()) {
        starts.add(
            starters.submit(
                () -> {
                  service.start();
                  return null;
                }));
      }
      for (Future<Void> start : starts) {
        await(start);
      }
    } finally {
      // One that failed ends the others' start; each kills what it has begun.
      starters.shutdownNow();
      awaitAll(starters);
    }
  }

  /** Waits also when interrupted: what a start has begun is gone only when it has ended. */
  private static void awaitAll(ExecutorService starters) {
    boolean interrupted = false;
    while (true) {
      try {
        if (starters.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Future<Void> start) throws ServiceException {
    try {
      start.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ServiceException failure) {
        throw failure;
      }
      throw new ServiceException("a service did not come up: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("interrupted while the services were starting", e);
    }
  }
}
