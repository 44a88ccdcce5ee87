package org.variometer.monitor.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;

/**
 * Where the stream's own Spark answers: as configured or, without that, as the stream that began
 * last says in ZooKeeper.
 *
 * @param configured the configured address
 * @param connected a connection to ZooKeeper
 * @param region the stream's region
 * @param consumer its name there
 * @param topic the topic that it reads
 */
public record DriverAddress(
    Optional<String> configured,
    CommitsProbe.Connected connected,
    String region,
    String consumer,
    String topic)
    implements DriverProbe.Address {
  @Override
  public Optional<String> get() {
    if (configured.isPresent()) {
      return configured;
    }
    try {
      ControlClient client = connected.get();
      return client
          .read(client.paths().pages(region, consumer, topic))
          .map(data -> new String(data, UTF_8));
    } catch (ControlException e) {
      // That ZooKeeper does not answer is found elsewhere, and is not the driver's silence.
      return Optional.empty();
    }
  }
}
