package org.variometer.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.zookeeper.data.Stat;

/** What ZooKeeper knows of the regions: which one writes, and how far each has got (spec §7). */
public final class Regions {
  private static final String CONTROL = "control";

  private final ControlClient client;
  private final String consumer;
  private final String topic;

  /**
   * Of streams of one name.
   *
   * @param consumer the streams' name within their regions
   * @param topic the topic that they read
   */
  public Regions(ControlClient client, String consumer, String topic) {
    this.client = client;
    this.consumer = consumer;
    this.topic = topic;
  }

  /**
   * A region whose stream has run.
   *
   * @param name its name
   * @param committed when its last micro-batch was committed, by ZooKeeper's clock
   * @param passed the instant of arrival that its log has passed, ms since the epoch; empty if it
   *     has read nothing
   * @param digest what it holds, in short; empty of an earlier release
   * @param rules by what rules it computes, in short; empty of an earlier release
   */
  public record Region(
      String name,
      Instant committed,
      OptionalLong passed,
      Optional<StateDigest> digest,
      Optional<String> rules) {}

  /**
   * Who writes.
   *
   * @param region the region whose right it is
   * @param epoch that of the claim
   * @param released whether it was given back
   * @param holder the process that holds it, if one does
   */
  public record Writer(String region, long epoch, boolean released, Optional<Holder> holder) {}

  /** Who has the right to write; empty if nobody ever had. */
  public Optional<Writer> writer() throws ControlException {
    LeaseNodes nodes = LeaseNodes.of(client, Role.STREAM);
    Optional<Right> right = nodes.readRight(new Stat());
    if (right.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Writer(
            right.get().region(),
            right.get().epoch(),
            right.get().released(),
            nodes.readHolder(new Stat())));
  }

  /** The order that holds, if there is one. */
  public Optional<Succession> ordered() throws ControlException {
    Optional<Writer> writer = writer();
    return writer.isPresent() ? Succession.after(client, writer.get().epoch()) : Optional.empty();
  }

  /** All regions whose stream has ever committed, by name. */
  public List<Region> all() throws ControlException {
    List<Region> regions = new ArrayList<>();
    for (String name : names()) {
      Stat committed = new Stat();
      if (client.read(client.paths().lastBatch(name, consumer, topic), committed).isPresent()) {
        OptionalLong passed = client.readNumber(client.paths().progress(name, consumer, topic));
        boolean begun = passed.isPresent() && passed.getAsLong() != Long.MIN_VALUE;
        regions.add(
            new Region(
                name,
                Instant.ofEpochMilli(committed.getMtime()),
                begun ? passed : OptionalLong.empty(),
                StateDigest.read(client, name, consumer, topic),
                client
                    .read(client.paths().rules(name, consumer, topic))
                    .map(rules -> new String(rules, UTF_8))));
      }
    }
    return regions;
  }

  private List<String> names() throws ControlException {
    String root = client.paths().root();
    return client.ask(
        "read what is below " + root,
        () ->
            client.curator().checkExists().forPath(root) == null
                ? List.of()
                : client.curator().getChildren().forPath(root).stream()
                    .filter(name -> !name.equals(CONTROL))
                    .sorted()
                    .toList());
  }
}
