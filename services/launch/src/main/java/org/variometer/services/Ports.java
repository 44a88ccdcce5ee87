package org.variometer.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine's own address. */
public final class Ports {
  /** The only address at which services listen. */
  static final String HOST = "127.0.0.1";

  /**
   * Below the ports that operating systems give to outgoing connections: such a one could take the
   * port of a service while it is restarted, a client that tries to reconnect even its own.
   */
  private static final int FIRST = 15_000;

  private static final int LAST = 32_000;
  private static final int TRIES = 1000;

  /** Services that start at the same time must not choose the same one. */
  private static final Set<Integer> CHOSEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** A port that nobody listens at and that was not chosen in this process before. */
  public static int choose() throws ServiceException {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (CHOSEN.add(port) && isFree(port)) {
        return port;
      }
    }
    throw new ServiceException(
        "found no free port from " + FIRST + " to " + LAST + " at " + HOST + "; free some");
  }

  /** Whether a service could listen at this port now. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The address at which services listen. */
  static InetAddress address() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
