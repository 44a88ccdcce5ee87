package org.variometer.demo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.LiveTraffic;
import org.variometer.services.Services;

/** The configuration of a demo: the given one, and over it where its services are and its pace. */
final class DemoConfig {
  static final int PARTITIONS = 4;

  private static final long BATCH_MILLIS = 2000;

  /**
   * Cells are written every 2 s at most: what fell behind could never catch up in less than that.
   */
  private static final long LIVE_BATCH_MILLIS = 4000;

  /**
   * The micro-batches that a demo of known length is divided into, so that sessions grow in them.
   */
  private static final long BATCHES = 40;

  /** Records of the traffic in real time, a second. */
  private static final long LIVE_RATE = 150;

  /** Records of one partition a second, however few there are in all. */
  private static final long MIN_RATE = 5;

  /** The traffic's time in slots: some beside the stream, and the last one. */
  private static final int SLOTS = 3;

  private static final List<Duration> SLOT_LENGTHS =
      List.of(
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(3),
          Duration.ofHours(4),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1));

  private DemoConfig() {}

  /** What the traffic of a demo is, over what is configured. */
  static Config traffic(long events) {
    if (events == 0) {
      return LiveTraffic.over(Instant.now(), LIVE_RATE);
    }
    return ConfigFactory.parseMap(
            Map.of(
                "events",
                events,
                // On every machine's clock long ago: no arrival is later than the micro-batch that
                // reads it.
                "start",
                "2024-11-20T22:30:00Z",
                // What is late arrives while the stream still holds its minute.
                "lateness.max",
                "4h"),
            "the demo")
        .atPath("variometer.generate");
  }

  /** From one micro-batch to the next, ms. */
  static long batchMillis(DemoOptions options) {
    return options.events() > 0 ? BATCH_MILLIS : LIVE_BATCH_MILLIS;
  }

  static Config of(DemoOptions options, Services services, Path directory) {
    Map<String, Object> keys = new TreeMap<>();
    keys.put("variometer.kafka.bootstrap-servers", services.kafka().bootstrapServers());
    keys.put("variometer.kafka.topics.beacons", Services.BEACONS);
    keys.put("variometer.kafka.topics.rejected", Services.REJECTED);
    keys.put("variometer.zookeeper.connect", services.zooKeeper().address());
    keys.put("variometer.kairosdb.url", services.kairos().url().toString());
    keys.put("variometer.kairosdb.connections", 4);
    keys.put("variometer.stream.master", "local[2]");
    keys.put("variometer.stream.batch-interval", batchMillis(options) + "ms");
    keys.put("variometer.stream.shards", 16);
    keys.put("variometer.stream.parallelism", PARTITIONS);
    keys.put("variometer.stream.checkpoint.directory", directory.resolve("checkpoint").toString());
    keys.put("variometer.stream.snapshot.directory", directory.resolve("snapshots").toString());
    keys.put("variometer.stream.backpressure", false);
    if (options.events() > 0) {
      long rate = options.events() / (PARTITIONS * BATCHES * BATCH_MILLIS / 1000);
      keys.put(
          "variometer.stream.max-rate-per-partition",
          Math.max(MIN_RATE, Math.min(rate, Integer.MAX_VALUE)));
    }
    keys.put("variometer.batch.master", "local[2]");
    keys.put("variometer.batch.directory", directory.resolve("batch/data").toString());
    keys.put("variometer.batch.buckets", PARTITIONS);
    keys.put("variometer.batch.hive.metastore", "");
    // Two pages of Spark's would be one too many.
    keys.put("variometer.batch.spark.\"spark.ui.enabled\"", "false");
    // Below the demo's directory, like all else.
    keys.put(
        "variometer.batch.spark.\"spark.hadoop.hive.exec.scratchdir\"",
        directory.resolve("batch/tmp/hive").toString());
    if (options.events() > 0) {
      keys.put("variometer.batch.slot-length", slotLength(options.traffic()).toMinutes() + "m");
      keys.put("variometer.batch.seal-delay", "60m");
    } else {
      // As short as may be, so that something is sealed soon.
      keys.put("variometer.batch.slot-length", "5m");
      keys.put("variometer.batch.seal-delay", "35m");
    }
    return ConfigFactory.parseMap(keys, "the demo").withFallback(options.config()).resolve();
  }

  private static Duration slotLength(GeneratorSettings traffic) {
    Duration all = traffic.span().plus(traffic.latenessMax());
    return SLOT_LENGTHS.stream()
        .filter(length -> length.multipliedBy(SLOTS).compareTo(all) >= 0)
        .findFirst()
        .orElse(SLOT_LENGTHS.get(SLOT_LENGTHS.size() - 1));
  }
}
