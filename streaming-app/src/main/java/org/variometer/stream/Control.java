package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.variometer.config.VariometerConfig;
import org.variometer.config.ZooKeeperSettings;
import org.variometer.control.ZooKeeperPaths;
import org.variometer.kairos.Fence;
import org.variometer.kairos.SinkException;

/**
 * What the stream keeps in ZooKeeper: who writes, and how far it got. A stream claims the right to
 * write when it starts; who claims it later takes it over, and the former one's commits fail.
 */
final class Control implements AutoCloseable {
  private static final int RETRY_FIRST_MILLIS = 100;
  private static final int RETRY_MAX_MILLIS = 2000;
  private static final int RETRIES = 10;
  private static final long CONFIRMED_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CuratorFramework client;
  private final ZooKeeperPaths paths;
  private final ZooKeeperSettings settings;
  private final String region;
  private final String consumer;
  private final String topic;
  private volatile int writerVersion = -1;
  private volatile long confirmed;

  /**
   * Who writes.
   *
   * @param region the region
   * @param epoch grows with every claim
   */
  record Writer(String region, long epoch) {}

  private Control(CuratorFramework client, VariometerConfig config) {
    this.client = client;
    this.settings = config.zooKeeper();
    this.paths = new ZooKeeperPaths(settings.root());
    this.region = config.region();
    this.consumer = config.stream().consumer();
    this.topic = config.kafka().beacons();
  }

  /**
   * Connects.
   *
   * @throws StreamException if ZooKeeper can't be reached in the configured time
   */
  static Control connect(VariometerConfig config) throws StreamException {
    ZooKeeperSettings settings = config.zooKeeper();
    CuratorFramework client =
        CuratorFrameworkFactory.builder()
            .connectString(settings.connect())
            .sessionTimeoutMs((int) settings.sessionTimeout().toMillis())
            .connectionTimeoutMs((int) settings.connectTimeout().toMillis())
            .retryPolicy(
                new BoundedExponentialBackoffRetry(RETRY_FIRST_MILLIS, RETRY_MAX_MILLIS, RETRIES))
            .build();
    client.start();
    try {
      if (client.blockUntilConnected(
          (int) settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Control(client, config);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
    throw new StreamException(
        "ZooKeeper at "
            + settings.connect()
            + " can't be reached within "
            + settings.connectTimeout().toMillis()
            + " ms. Start it, or say where it is: variometer.zookeeper.connect");
  }

  /**
   * Takes the right to write, from a stream of the same region if need be.
   *
   * @return the epoch
   * @throws StreamException if another region writes
   */
  long claim() throws StreamException {
    try {
      Stat stat = new Stat();
      if (client.checkExists().forPath(paths.writer()) == null) {
        client.create().creatingParentsIfNeeded().forPath(paths.writer(), bytes(null));
      }
      Writer present = writer(client.getData().storingStatIn(stat).forPath(paths.writer()));
      if (present != null && !present.region().equals(region)) {
        throw new StreamException(
            "region "
                + present.region()
                + " writes (epoch "
                + present.epoch()
                + ", in ZooKeeper "
                + paths.writer()
                + "); this is region "
                + region
                + ". Stop the stream there and delete that node, or set variometer.region");
      }
      Writer claimed = new Writer(region, present == null ? 1 : present.epoch() + 1);
      writerVersion =
          client
              .setData()
              .withVersion(stat.getVersion())
              .forPath(paths.writer(), bytes(claimed))
              .getVersion();
      confirmed = System.nanoTime();
      return claimed.epoch();
    } catch (KeeperException.BadVersionException e) {
      throw new StreamException(
          "another stream of region " + region + " started at the same time; start one", e);
    } catch (StreamException e) {
      throw e;
    } catch (Exception e) {
      throw unusable("claim the right to write", e);
    }
  }

  /**
   * Makes sure that the right to write is still this stream's.
   *
   * @throws SinkException if another stream has taken over, or ZooKeeper can't be reached
   */
  void confirm() throws SinkException {
    long asked = System.nanoTime();
    try {
      Stat stat = client.checkExists().forPath(paths.writer());
      if (stat == null || stat.getVersion() != writerVersion) {
        throw new SinkException(takenOver());
      }
      confirmed = asked;
    } catch (SinkException e) {
      throw e;
    } catch (Exception e) {
      StreamException failure = unusable("confirm the right to write", e);
      throw new SinkException(failure.getMessage(), failure);
    }
  }

  /** Confirms it before each request to the sink, unless that was done a moment ago (spec §7). */
  Fence fence() {
    return () -> {
      if (System.nanoTime() - confirmed > CONFIRMED_NANOS) {
        confirm();
      }
    };
  }

  private String takenOver() {
    return "another stream has taken over the right to write ("
        + paths.writer()
        + " in ZooKeeper has changed); this one stops";
  }

  /** The offsets committed last, by partition; empty if there are none. */
  SortedMap<Integer, Long> committed() throws StreamException {
    String parent = paths.offsets(region, consumer, topic);
    try {
      SortedMap<Integer, Long> offsets = new TreeMap<>();
      if (client.checkExists().forPath(parent) != null) {
        for (String partition : client.getChildren().forPath(parent)) {
          byte[] data = client.getData().forPath(parent + "/" + partition);
          offsets.put(Integer.valueOf(partition), Long.valueOf(new String(data, UTF_8)));
        }
      }
      return offsets;
    } catch (Exception e) {
      throw unusable("read the offsets below " + parent, e);
    }
  }

  /**
   * Makes the nodes of these partitions where they are missing, so that a commit only sets them.
   */
  void prepare(Map<Integer, Long> offsets) throws StreamException {
    try {
      for (Map.Entry<Integer, Long> offset : offsets.entrySet()) {
        create(paths.offset(region, consumer, topic, offset.getKey()), bytes(offset.getValue()));
      }
      create(paths.lastBatch(region, consumer, topic), new byte[0]);
    } catch (Exception e) {
      throw unusable("prepare the nodes of the offsets", e);
    }
  }

  /** Whether a stream that began without the state of an earlier one has not caught up with it. */
  boolean isCatchingUp() throws StreamException {
    try {
      return client.checkExists().forPath(paths.catchUp(region, consumer, topic)) != null;
    } catch (Exception e) {
      throw unusable("read whether the stream is catching up", e);
    }
  }

  /** Notes that the stream begins without the state of an earlier one, or has to. */
  void catchUp() throws StreamException {
    try {
      create(paths.catchUp(region, consumer, topic), new byte[0]);
    } catch (Exception e) {
      throw unusable("note that the stream is catching up", e);
    }
  }

  /** Notes that it has caught up. */
  void caughtUp() throws StreamException {
    try {
      if (isCatchingUp()) {
        client.delete().forPath(paths.catchUp(region, consumer, topic));
      }
    } catch (StreamException e) {
      throw e;
    } catch (Exception e) {
      throw unusable("note that the stream has caught up", e);
    }
  }

  private void create(String path, byte[] data) throws Exception {
    if (client.checkExists().forPath(path) == null) {
      client.create().creatingParentsIfNeeded().forPath(path, data);
    }
  }

  /** The time of the micro-batch that was committed last, ms since the epoch, if there is one. */
  OptionalLong lastBatch() throws StreamException {
    String path = paths.lastBatch(region, consumer, topic);
    try {
      byte[] data =
          client.checkExists().forPath(path) == null ? new byte[0] : client.getData().forPath(path);
      return data.length == 0
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(new String(data, UTF_8)));
    } catch (Exception e) {
      throw unusable("read " + path, e);
    }
  }

  /**
   * Commits a micro-batch's offsets, all or none, if the right to write is still this stream's.
   *
   * @param time the micro-batch's time, ms since the epoch
   * @param offsets the next offset by partition
   * @throws StreamException if another stream has taken over, or ZooKeeper can't be reached
   */
  void commit(long time, Map<Integer, Long> offsets) throws StreamException {
    try {
      List<CuratorOp> operations = new ArrayList<>();
      operations.add(
          client.transactionOp().check().withVersion(writerVersion).forPath(paths.writer()));
      operations.add(
          client
              .transactionOp()
              .setData()
              .forPath(paths.lastBatch(region, consumer, topic), bytes(time)));
      for (Map.Entry<Integer, Long> offset : offsets.entrySet()) {
        operations.add(
            client
                .transactionOp()
                .setData()
                .forPath(
                    paths.offset(region, consumer, topic, offset.getKey()),
                    bytes(offset.getValue())));
      }
      client.transaction().forOperations(operations);
    } catch (KeeperException.BadVersionException e) {
      throw new StreamException(takenOver(), e);
    } catch (Exception e) {
      throw unusable("commit offsets", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private StreamException unusable(String action, Exception cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new StreamException(
        "ZooKeeper at " + settings.connect() + ": could not " + action + ": " + cause, cause);
  }

  private static byte[] bytes(long number) {
    return Long.toString(number).getBytes(UTF_8);
  }

  private static byte[] bytes(Writer writer) throws JsonProcessingException {
    return writer == null ? new byte[0] : JSON.writeValueAsBytes(writer);
  }

  private static Writer writer(byte[] data) throws java.io.IOException {
    return data.length == 0 ? null : JSON.readValue(data, Writer.class);
  }
}
