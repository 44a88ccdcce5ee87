package org.variometer.control;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Who holds a lease: a process that lives, or did until a moment ago.
 *
 * @param region its region
 * @param epoch that of its claim
 * @param host the machine's name
 * @param process the number of the process there
 * @param since the instant of its claim
 */
public record Holder(String region, long epoch, String host, long process, String since) {
  /** This process, from now on. */
  static Holder here(String region, long epoch) {
    return new Holder(
        region,
        epoch,
        hostName(),
        ProcessHandle.current().pid(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Where to look for it. */
  @Override
  public String toString() {
    return "region " + region + ", host " + host + ", process " + process + ", since " + since;
  }
}
