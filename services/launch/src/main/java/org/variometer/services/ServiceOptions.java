package org.variometer.services;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how one service runs.
 *
 * @param directory its data, configuration and log; one service's alone
 * @param port the port to listen at, 0 for any free one
 * @param remedy what to do if the port is taken, in the imperative
 * @param heapMegabytes the heap, 0 for the service's default
 * @param timeout how long the start may take
 * @param brief whether it is to start fast at the price of throughput
 * @param security who is let in, and by TLS; empty: everybody, in the open
 */
public record ServiceOptions(
    Path directory,
    int port,
    String remedy,
    int heapMegabytes,
    Duration timeout,
    boolean brief,
    Optional<Security> security) {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /** Any free port, and defaults otherwise. */
  public static ServiceOptions in(Path directory) {
    return new ServiceOptions(directory, 0, "", 0, TIMEOUT, false, Optional.empty());
  }

  /**
   * The same at this port.
   *
   * @param newPort the port, 0 for any free one
   * @param newRemedy what to do if it is taken, like "choose another with --kafka-port"
   */
  public ServiceOptions withPort(int newPort, String newRemedy) {
    return new ServiceOptions(
        directory, newPort, newRemedy, heapMegabytes, timeout, brief, security);
  }

  /** The same with this heap. */
  public ServiceOptions withHeap(int newHeapMegabytes) {
    return new ServiceOptions(directory, port, remedy, newHeapMegabytes, timeout, brief, security);
  }

  /** The same with this time-out of the start. */
  public ServiceOptions withTimeout(Duration newTimeout) {
    return new ServiceOptions(directory, port, remedy, heapMegabytes, newTimeout, brief, security);
  }

  /** The same for a short life, as in tests: started fast, at the price of throughput. */
  public ServiceOptions withBriefLife() {
    return new ServiceOptions(directory, port, remedy, heapMegabytes, timeout, true, security);
  }

  /** The same that lets nobody in but this user, by TLS. */
  public ServiceOptions withSecurity(Security newSecurity) {
    return new ServiceOptions(
        directory, port, remedy, heapMegabytes, timeout, brief, Optional.of(newSecurity));
  }
}
