package org.variometer.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.variometer.config.Credentials;
import org.variometer.config.ZooKeeperSettings;
import org.variometer.services.ServiceOptions;
import org.variometer.services.ZooKeeperService;

/** Nodes of one test in a ZooKeeper that all tests share; it dies with this process. */
final class ControlWorld implements AutoCloseable {
  private static final AtomicInteger WORLDS = new AtomicInteger();
  private static final int SESSION_MILLIS = 10_000;
  private static ZooKeeperService service;

  private final ZooKeeperSettings settings;
  private final ControlClient client;

  /** Whose nodes are a user's. */
  ControlWorld(Optional<Credentials> user) throws ControlException {
    settings =
        new ZooKeeperSettings(
            service().address(),
            "/w" + WORLDS.incrementAndGet(),
            Duration.ofMillis(SESSION_MILLIS),
            Duration.ofSeconds(20),
            user);
    client = ControlClient.connect(settings);
  }

  /** Whose nodes are everybody's. */
  ControlWorld() throws ControlException {
    this(Optional.empty());
  }

  private static synchronized ZooKeeperService service() {
    if (service == null) {
      try {
        ZooKeeperService started =
            new ZooKeeperService(
                ServiceOptions.in(Files.createTempDirectory("control-test")).withBriefLife());
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        started.start();
        service = started;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return service;
  }

  ControlClient client() {
    return client;
  }

  ZooKeeperSettings settings() {
    return settings;
  }

  /** Another process, as far as ZooKeeper can tell. */
  ControlClient another() throws ControlException {
    return ControlClient.connect(settings);
  }

  /** Ends the session of a client behind its back. */
  void expire(ControlClient expired) throws Exception {
    ZooKeeper own = expired.curator().getZookeeperClient().getZooKeeper();
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper twin =
        new ZooKeeper(
            settings.connect(),
            SESSION_MILLIS,
            event -> {
              if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
              }
            },
            own.getSessionId(),
            own.getSessionPasswd());
    if (!connected.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("no second connection of the session");
    }
    twin.close();
  }

  void set(String path, String text) throws Exception {
    client.ensure(path);
    client.curator().setData().forPath(path, text.getBytes(UTF_8));
  }

  @Override
  public void close() {
    client.close();
  }
}
