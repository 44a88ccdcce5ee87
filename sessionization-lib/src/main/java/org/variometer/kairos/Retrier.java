package org.variometer.kairos;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.kairosdb.client.HttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.variometer.config.KairosSettings;

/** Sends a request until it succeeds, can't succeed or was tried for long enough. */
final class Retrier {
  private static final Logger LOG = LoggerFactory.getLogger(Retrier.class);

  private final KairosSettings settings;
  private final Ticker ticker;
  private final Fence fence;
  private final DoubleSupplier random;
  private final Tally tally;

  /**
   * Prepares.
   *
   * @param random gives what jitter takes off, from 0 to below 1; may be called by several threads
   */
  Retrier(KairosSettings settings, Ticker ticker, Fence fence, DoubleSupplier random, Tally tally) {
    this.settings = settings;
    this.ticker = ticker;
    this.fence = fence;
    this.random = random;
    this.tally = tally;
  }

  /**
   * Sends a request.
   *
   * @param task what it is to do, as the end of "KairosDB could not …"
   * @throws SinkException if it can't succeed, or not within the configured time
   */
  <T> T send(Connection connection, String task, Function<HttpClient, T> request)
      throws SinkException {
    KairosSettings.Retry retry = settings.retry();
    long begun = ticker.nanos();
    long delay = retry.firstDelay().toNanos();
    for (int tries = 1; ; tries++) {
      fence.check();
      try {
        return connection.send(request);
      } catch (RequestException e) {
        if (!e.isTransient()) {
          throw refused(task, e);
        }
        long pause = delay - (long) (random.getAsDouble() * delay / 2);
        Duration spent = Duration.ofNanos(ticker.nanos() - begun);
        if (spent.plusNanos(pause).compareTo(retry.giveUpAfter()) > 0) {
          throw exhausted(task, e, tries, spent);
        }
        LOG.warn(
            "KairosDB at {} could not {}: {}; trying again in {} ms (try {})",
            settings.url(),
            task,
            e.getMessage(),
            pause / 1_000_000,
            tries + 1);
        tally.retries.increment();
        sleep(ticker, pause);
        delay = Math.min(2 * delay, retry.maxDelay().toNanos());
      }
    }
  }

  /** Waits, or fails where the thread is to stop. */
  static void sleep(Ticker ticker, long nanos) throws SinkException {
    try {
      ticker.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkException("interrupted while waiting for KairosDB", e);
    }
  }

  private SinkException refused(String task, RequestException e) {
    String advice =
        e.isMalformed()
            ? "the request is wrong, which is a defect of Variometer: please report it"
            : "check variometer.kairosdb.url, user and password-file";
    return new SinkException(
        "KairosDB at "
            + settings.url()
            + " could not "
            + task
            + ": "
            + e.getMessage()
            + "; "
            + advice,
        e);
  }

  private SinkException exhausted(String task, RequestException e, int tries, Duration spent) {
    return new SinkException(
        "KairosDB at "
            + settings.url()
            + " could not "
            + task
            + ": "
            + e.getMessage()
            + "; tried "
            + (tries == 1 ? "once" : tries + " times in " + Words.of(spent))
            + ". Check that it is up ("
            + settings.url()
            + "/api/v1/health/check) and start again",
        e);
  }
}
