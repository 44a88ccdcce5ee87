package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.variometer.control.Acknowledgement;
import org.variometer.control.ControlClient;
import org.variometer.control.StateDigest;
import org.variometer.control.ZooKeeperPaths;

/** How far a region's stream got, as it stands in ZooKeeper. */
final class StoredProgress {
  private final ControlClient client;
  private final CuratorFramework curator;
  private final ZooKeeperPaths paths;
  private final String region;
  private final String consumer;
  private final String topic;
  private final Acknowledgement acknowledgement;
  private Optional<ReadTopic> readTopic = Optional.empty();

  /**
   * That of a stream.
   *
   * @param consumer the name under which it reads
   * @param topic what it reads
   */
  StoredProgress(ControlClient client, String region, String consumer, String topic) {
    this.client = client;
    this.curator = client.curator();
    this.paths = client.paths();
    this.region = region;
    this.consumer = consumer;
    this.topic = topic;
    this.acknowledgement = new Acknowledgement(client, region, consumer, topic);
  }

  /** The offsets committed last, by partition; empty if there are none. */
  SortedMap<Integer, Long> committed() throws StreamException {
    String parent = paths.offsets(region, consumer, topic);
    return ask("read the offsets", () -> client.readNumbersBelow(parent));
  }

  /** Which topic they are of; empty if there are none, or an earlier release committed them. */
  Optional<ReadTopic> topicOfOffsets() throws StreamException {
    String path = paths.topicOfOffsets(region, consumer, topic);
    return ask("read " + path, () -> ReadTopic.of(client.read(path)));
  }

  /**
   * Makes the nodes of these partitions where they are missing, so that a commit only sets them.
   *
   * @param ofTopic which topic the offsets that are committed from now on are of
   */
  void prepare(Map<Integer, Long> offsets, ReadTopic ofTopic) throws StreamException {
    readTopic = Optional.of(ofTopic);
    ask(
        "prepare the nodes of the offsets",
        () -> {
          for (Map.Entry<Integer, Long> offset : offsets.entrySet()) {
            create(paths.offset(region, consumer, topic, offset.getKey()), offset.getValue());
          }
          client.ensure(paths.lastBatch(region, consumer, topic));
          client.ensure(paths.progress(region, consumer, topic));
          client.ensure(paths.rolled(region, consumer, topic));
          client.ensure(paths.digest(region, consumer, topic));
          client.ensure(paths.topicOfOffsets(region, consumer, topic));
          acknowledgement.prepare();
          return null;
        });
  }

  private void create(String path, long number) throws Exception {
    if (curator.checkExists().forPath(path) == null) {
      curator.create().creatingParentsIfNeeded().forPath(path, bytes(number));
    }
  }

  /** Whether a stream that began without the state of an earlier one has not caught up with it. */
  boolean isCatchingUp() throws StreamException {
    return isThere(paths.catchUp(region, consumer, topic));
  }

  /** Notes that the stream begins without the state of an earlier one, or has to. */
  void noteCatchUp() throws StreamException {
    make(paths.catchUp(region, consumer, topic));
  }

  /** Notes that it has caught up. */
  void clearCatchUp() throws StreamException {
    remove(paths.catchUp(region, consumer, topic));
  }

  /** Says where Spark shows what it does, for who watches the stream. */
  void showPages(String address) throws StreamException {
    put(paths.pages(region, consumer, topic), address);
  }

  /** Says by what rules the stream computes, for who lets another region write. */
  void noteRules(String digest) throws StreamException {
    put(paths.rules(region, consumer, topic), digest);
  }

  private void put(String path, String text) throws StreamException {
    make(path);
    ask("set " + path, () -> curator.setData().forPath(path, text.getBytes(UTF_8)));
  }

  private boolean isThere(String path) throws StreamException {
    return ask("look for " + path, () -> curator.checkExists().forPath(path) != null);
  }

  private void make(String path) throws StreamException {
    ask(
        "make " + path,
        () -> {
          client.ensure(path);
          return null;
        });
  }

  private void remove(String path) throws StreamException {
    if (isThere(path)) {
      ask("remove " + path, () -> curator.delete().forPath(path));
    }
  }

  /** The time of the micro-batch that was committed last, ms since the epoch, if there is one. */
  OptionalLong lastBatch() throws StreamException {
    return number(paths.lastBatch(region, consumer, topic));
  }

  private OptionalLong number(String path) throws StreamException {
    return ask("read " + path, () -> client.readNumber(path));
  }

  /** The newest minute of what rolls that a region has written, ms since the epoch, if it has. */
  OptionalLong rolledBy(String writer) throws StreamException {
    return number(paths.rolled(writer, consumer, topic));
  }

  /**
   * What a micro-batch's commit sets, as parts of a transaction.
   *
   * @param time the micro-batch's time, ms since the epoch
   * @param offsets the next offset by partition
   * @param digest what the stream holds behind it
   * @param rolled the newest minute of what rolls that was written, ms since the epoch, if one was
   */
  List<CuratorOp> advance(
      long time, Map<Integer, Long> offsets, StateDigest digest, OptionalLong rolled)
      throws Exception {
    List<CuratorOp> operations = new ArrayList<>();
    operations.add(set(paths.progress(region, consumer, topic), bytes(digest.passed())));
    operations.add(digest.set(client, paths.digest(region, consumer, topic)));
    if (rolled.isPresent()) {
      operations.add(set(paths.rolled(region, consumer, topic), bytes(rolled.getAsLong())));
    }
    operations.add(set(paths.lastBatch(region, consumer, topic), bytes(time)));
    operations.add(
        set(paths.topicOfOffsets(region, consumer, topic), readTopic.orElseThrow().bytes()));
    for (Map.Entry<Integer, Long> offset : offsets.entrySet()) {
      operations.add(
          set(paths.offset(region, consumer, topic, offset.getKey()), bytes(offset.getValue())));
    }
    return operations;
  }

  /** What tells the batch, as part of that, that all buckets through an instant are its own. */
  CuratorOp acknowledge(Instant left) throws Exception {
    return acknowledgement.set(left);
  }

  private CuratorOp set(String path, byte[] data) throws Exception {
    return curator.transactionOp().setData().forPath(path, data);
  }

  private <T> T ask(String action, Callable<T> request) throws StreamException {
    return Requests.ask(client, action, request);
  }

  private static byte[] bytes(long number) {
    return Long.toString(number).getBytes(UTF_8);
  }
}
