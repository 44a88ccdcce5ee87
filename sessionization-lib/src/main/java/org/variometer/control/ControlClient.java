package org.variometer.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.variometer.config.ZooKeeperSettings;

/**
 * A connection to ZooKeeper. Whatever is held by it, and was not released, is given up at {@link
 * #close}. May be used by several threads.
 */
public final class ControlClient implements AutoCloseable {
  private static final int RETRY_FIRST_MILLIS = 100;
  private static final int RETRY_MAX_MILLIS = 2000;
  private static final int RETRIES = 10;

  private final CuratorFramework curator;
  private final ZooKeeperSettings settings;
  private final ZooKeeperPaths paths;

  private ControlClient(CuratorFramework curator, ZooKeeperSettings settings) {
    this.curator = curator;
    this.settings = settings;
    this.paths = new ZooKeeperPaths(settings.root());
  }

  /**
   * Connects.
   *
   * @throws ControlException if ZooKeeper can't be reached in the configured time, or what lies
   *     below the configured node is another's
   */
  public static ControlClient connect(ZooKeeperSettings settings) throws ControlException {
    CuratorFramework curator = NodeOwner.of(settings).own(builder(settings)).build();
    curator.start();
    boolean connected = false;
    try {
      if (curator.blockUntilConnected(
          (int) settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        ControlClient client = new ControlClient(curator, settings);
        NodeOwner.of(settings).requireTree(client);
        connected = true;
        return client;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!connected) {
        curator.close();
      }
    }
    throw new ControlException(
        "ZooKeeper at "
            + settings.connect()
            + " can't be reached within "
            + settings.connectTimeout().toMillis()
            + " ms. Start it, or say where it is: variometer.zookeeper.connect");
  }

  private static CuratorFrameworkFactory.Builder builder(ZooKeeperSettings settings) {
    return CuratorFrameworkFactory.builder()
        .connectString(settings.connect())
        .sessionTimeoutMs((int) settings.sessionTimeout().toMillis())
        .connectionTimeoutMs((int) settings.connectTimeout().toMillis())
        .retryPolicy(
            new BoundedExponentialBackoffRetry(RETRY_FIRST_MILLIS, RETRY_MAX_MILLIS, RETRIES));
  }

  /** Where everything lies. */
  public ZooKeeperPaths paths() {
    return paths;
  }

  /** The client, for what an app keeps of its own. */
  public CuratorFramework curator() {
    return curator;
  }

  ZooKeeperSettings settings() {
    return settings;
  }

  /** The session that what is held belongs to; another one after the first has run out. */
  long session() throws Exception {
    return curator.getZookeeperClient().getZooKeeper().getSessionId();
  }

  /**
   * Asks ZooKeeper for something.
   *
   * @param action what it is to do, for the message: "could not …"
   * @throws ControlException if it does not, or the request itself throws one
   */
  public <T> T ask(String action, Callable<T> request) throws ControlException {
    try {
      return request.call();
    } catch (ControlException e) {
      throw e;
    } catch (KeeperException.NoAuthException e) {
      throw NodeOwner.of(settings).refused(action, e);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new ControlException(
          "ZooKeeper at " + settings.connect() + ": could not " + action + ": " + e, e);
    }
  }

  /** Makes a node where it is missing, empty, with all above it. */
  public void ensure(String path) throws ControlException {
    ask(
        "make the node " + path,
        () -> {
          if (curator.checkExists().forPath(path) == null) {
            try {
              curator.create().creatingParentsIfNeeded().forPath(path, new byte[0]);
            } catch (KeeperException.NodeExistsException e) {
              // Another was faster.
              return null;
            }
          }
          return null;
        });
  }

  /** What a node holds; empty where there is no node, or nothing in it. */
  public Optional<byte[]> read(String path) throws ControlException {
    return read(path, new Stat());
  }

  /**
   * What a node holds; empty where there is no node, or nothing in it.
   *
   * @param stat takes the node's version and more; is left alone where there is no node
   */
  Optional<byte[]> read(String path, Stat stat) throws ControlException {
    return ask(
        "read " + path,
        () -> {
          try {
            byte[] data = curator.getData().storingStatIn(stat).forPath(path);
            return Optional.ofNullable(data).filter(bytes -> bytes.length > 0);
          } catch (KeeperException.NoNodeException e) {
            return Optional.empty();
          }
        });
  }

  /** The number that a node holds, in decimal digits; empty as for {@link #read(String)}. */
  public OptionalLong readNumber(String path) throws ControlException {
    Optional<byte[]> data = read(path);
    try {
      return data.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(new String(data.get(), UTF_8)));
    } catch (NumberFormatException e) {
      throw damaged(path, "holds no number", e);
    }
  }

  /**
   * The numbers of the nodes below one, by their names, which are numbers too, as for offsets by
   * partition; empty where there is no such node.
   */
  public SortedMap<Integer, Long> readNumbersBelow(String parent) throws ControlException {
    return ask(
        "read the numbers below " + parent,
        () -> {
          SortedMap<Integer, Long> numbers = new TreeMap<>();
          if (curator.checkExists().forPath(parent) != null) {
            for (String name : curator.getChildren().forPath(parent)) {
              byte[] data = curator.getData().forPath(parent + "/" + name);
              numbers.put(Integer.valueOf(name), Long.valueOf(new String(data, UTF_8)));
            }
          }
          return numbers;
        });
  }

  /** Says that a node holds what nobody writes there. */
  ControlException damaged(String path, String problem, Exception cause) {
    return new ControlException(
        path + " in ZooKeeper at " + settings.connect() + " " + problem, cause);
  }

  @Override
  public void close() {
    curator.close();
  }
}
