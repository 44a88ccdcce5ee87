package org.variometer.services;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** ZooKeeper servers, each a process, that go on while more than half of them live. */
public final class ZooKeeperEnsemble implements AutoCloseable {
  private final List<ZooKeeperService> servers = new ArrayList<>();

  /**
   * Not started yet.
   *
   * @param directory below which each keeps its data
   * @param size how many there are, an odd number
   * @throws ServiceException if there are no free ports
   */
  public ZooKeeperEnsemble(Path directory, int size) throws ServiceException {
    List<String> members = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      members.add(Ports.HOST + ":" + Ports.choose() + ":" + Ports.choose());
    }
    for (int i = 1; i <= size; i++) {
      servers.add(
          new ZooKeeperService(
              ServiceOptions.in(directory.resolve("zookeeper-" + i)).withBriefLife(), i, members));
    }
  }

  /**
   * Starts those that do not run, all at the same time: none answers before most are there.
   *
   * @throws ServiceException if one does not come up
   */
  public void start() throws ServiceException {
    List<CompletableFuture<Void>> starting = new ArrayList<>();
    for (ZooKeeperService server : servers) {
      CompletableFuture<Void> started = new CompletableFuture<>();
      Thread starter =
          new Thread(
              () -> {
                try {
                  server.start();
                  started.complete(null);
                } catch (ServiceException e) {
                  started.completeExceptionally(e);
                }
              },
              "start-" + server.name());
      starter.start();
      starting.add(started);
    }
    try {
      CompletableFuture.allOf(starting.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      throw new ServiceException(e.getCause().getMessage(), e);
    }
  }

  /**
   * Ends one as kill -9 does.
   *
   * @param member which, from 0
   */
  public void kill(int member) {
    servers.get(member).kill();
  }

  /** What clients need to connect to whichever lives; known once all were started. */
  public String addresses() {
    return servers.stream().map(Service::address).collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    servers.forEach(Service::close);
  }
}
