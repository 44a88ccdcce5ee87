package org.variometer.chaos.world;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;
import org.variometer.control.Seal;

/** How far the stream is, as its commits in ZooKeeper say. */
public final class Progress implements AutoCloseable {
  private final VariometerConfig config;
  private ControlClient client;

  /** Not connected yet. */
  public Progress(VariometerConfig config) {
    this.config = config;
  }

  /** The time of the micro-batch that was committed last, ms since the epoch; empty if none was. */
  public OptionalLong lastBatch() {
    try {
      return client()
          .readNumber(
              client()
                  .paths()
                  .lastBatch(
                      config.region(), config.stream().consumer(), config.kafka().beacons()));
    } catch (ControlException e) {
      return gone();
    }
  }

  /** Nobody can tell while ZooKeeper is away; a session that it gave up is not worth keeping. */
  private OptionalLong gone() {
    close();
    return OptionalLong.empty();
  }

  /** The offsets that were committed, by partition. */
  public SortedMap<Integer, Long> offsets() throws ControlException {
    return client()
        .readNumbersBelow(
            client()
                .paths()
                .offsets(config.region(), config.stream().consumer(), config.kafka().beacons()));
  }

  /** Through where the batch has announced that it seals, if it has. */
  public Optional<Instant> sealing() throws ControlException {
    return new Seal(client()).announced();
  }

  private ControlClient client() throws ControlException {
    if (client == null) {
      client = ControlClient.connect(config.zooKeeper());
    }
    return client;
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
