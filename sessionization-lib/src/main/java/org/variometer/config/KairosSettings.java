package org.variometer.config;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How KairosDB is reached and written to (spec §6).
 *
 * @param url where it is, without a slash at the end
 * @param pointsPerRequest points in one request, at most
 * @param connections connections over which requests go in parallel
 * @param connectTimeout how long a connection may take to come about
 * @param requestTimeout how long a request may take from its first byte to the answer's last
 * @param rewriteSpacing how long two writes of one cell are apart, at least
 * @param retry what happens when a request fails
 * @param canary how lost points are found
 * @param ttl how long points are kept
 * @param credentials who writes, if KairosDB asks for that
 * @param trusted whose signature of KairosDB's certificate counts; empty: those whom Java trusts
 */
public record KairosSettings(
    URI url,
    int pointsPerRequest,
    int connections,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration rewriteSpacing,
    Retry retry,
    Canary canary,
    Ttl ttl,
    Optional<Credentials> credentials,
    List<X509Certificate> trusted) {

  /** So long behind its time-out a request may arrive, as whoever takes over assumes too. */
  private static final Duration STRAGGLING = Duration.ofSeconds(10);

  /** Copies the list. */
  public KairosSettings {
    trusted = List.copyOf(trusted);
  }

  /** For how long a request may arrive and write that was not answered. */
  public Duration mayArriveWithin() {
    return requestTimeout.plus(STRAGGLING);
  }

  /**
   * The same for who asks once, over one connection, and does not wait.
   *
   * @param timeout how long a connection and a request may take
   */
  public KairosSettings once(Duration timeout) {
    return new KairosSettings(
        url,
        pointsPerRequest,
        1,
        timeout,
        timeout,
        rewriteSpacing,
        new Retry(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO),
        canary,
        ttl,
        credentials,
        trusted);
  }

  /**
   * What happens when a request fails: it is sent again after a delay that doubles.
   *
   * @param firstDelay the delay after the first failure, at most; jitter takes up to a half off
   * @param maxDelay the longest delay
   * @param giveUpAfter how long a request is tried in all
   */
  public record Retry(Duration firstDelay, Duration maxDelay, Duration giveUpAfter) {}

  /**
   * How lost points are found: by a canary written after them.
   *
   * @param visibleWithin how long an acknowledged point may stay invisible before it is lost
   * @param retain for how long written points are kept in memory, to be written again
   * @param retainPoints how many of them, at most
   */
  public record Canary(Duration visibleWithin, Duration retain, int retainPoints) {}

  /**
   * How long points are kept, where the store can forget (Cassandra).
   *
   * @param minutes those with the granularity {@code 1m}
   * @param others all others
   */
  public record Ttl(Duration minutes, Duration others) {}
}
