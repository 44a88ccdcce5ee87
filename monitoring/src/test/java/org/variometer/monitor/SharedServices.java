package org.variometer.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.variometer.config.VariometerConfig;
import org.variometer.services.Services;

/** ZooKeeper, Kafka and KairosDB for all tests of this process; they die with it. */
public final class SharedServices {
  private static final AtomicInteger REGIONS = new AtomicInteger();
  private static Services services;

  private SharedServices() {}

  /** The services. */
  public static synchronized Services get() {
    if (services == null) {
      try {
        Path directory = Files.createTempDirectory("monitor-test");
        Services started = Services.in(directory);
        started.start(2);
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        services = started;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return services;
  }

  /** A region that no other test has, on these services. */
  public static VariometerConfig config(Map<String, String> more) {
    return VariometerConfig.from(VariometerConfig.load(Optional.empty(), options(get(), more)));
  }

  /** The keys of a region that no other test has. */
  static Map<String, String> options(Services on, Map<String, String> more) {
    String region = "r" + REGIONS.incrementAndGet();
    Map<String, String> options = new TreeMap<>();
    options.put("variometer.region", region);
    options.put("variometer.zookeeper.root", "/" + region);
    options.put("variometer.zookeeper.connect", on.zooKeeper().address());
    options.put("variometer.kafka.bootstrap-servers", on.kafka().bootstrapServers());
    options.put("variometer.kairosdb.url", on.kairos().url().toString());
    options.put("variometer.monitor.probe-timeout", "20s");
    options.putAll(more);
    return options;
  }
}
