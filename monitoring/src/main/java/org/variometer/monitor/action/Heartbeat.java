package org.variometer.monitor.action;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.variometer.config.MonitorSettings;

/**
 * The dead-man's switch: a sign of life after each check, to a file and to an address. Somebody
 * else has to notice when it stays away.
 */
public final class Heartbeat {
  private final Optional<Path> file;
  private final Optional<Caller> caller;

  /**
   * Gives it so.
   *
   * @param timeout how long an answer may take
   */
  public Heartbeat(MonitorSettings.Heartbeat settings, Duration timeout) {
    file = settings.file().map(Path::of);
    caller = settings.url().map(url -> new Caller("the heartbeat's address", url, timeout));
  }

  /**
   * Gives a sign of life.
   *
   * @param at the instant of the check
   * @throws ActionException if the file can't be written, or the address does not answer
   */
  public void beat(Instant at) throws ActionException, InterruptedException {
    if (file.isPresent()) {
      try {
        Files.writeString(file.get(), at + "\n");
      } catch (IOException e) {
        throw new ActionException("the heartbeat's file can't be written: " + e, e);
      }
    }
    if (caller.isPresent()) {
      caller.get().call(request -> request);
    }
  }
}
