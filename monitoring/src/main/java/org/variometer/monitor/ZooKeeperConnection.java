package org.variometer.monitor;

import java.time.Duration;
import org.variometer.config.ZooKeeperSettings;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;
import org.variometer.monitor.probe.CommitsProbe;

/** A connection to ZooKeeper that is made when it is first needed, and kept. */
final class ZooKeeperConnection implements CommitsProbe.Connected, AutoCloseable {
  private final ZooKeeperSettings settings;
  private ControlClient client;

  /**
   * Not made yet.
   *
   * @param timeout how long connecting may take, at most
   */
  ZooKeeperConnection(ZooKeeperSettings settings, Duration timeout) {
    this.settings = settings.connectedWithin(timeout);
  }

  @Override
  public synchronized ControlClient get() throws ControlException {
    if (client == null) {
      client = ControlClient.connect(settings);
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
