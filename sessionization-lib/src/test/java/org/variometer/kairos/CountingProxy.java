package org.variometer.kairos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes connections on and counts how many are open. */
final class CountingProxy implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int target;
  private int open;
  private int most;
  private int opened;

  CountingProxy(int targetPort) throws IOException {
    target = targetPort;
    threads.execute(this::acceptAll);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** How many were open at the same time, at most. */
  synchronized int most() {
    return most;
  }

  /** How many were opened in all. */
  synchronized int opened() {
    return opened;
  }

  private void acceptAll() {
    while (true) {
      try {
        Socket client = server.accept();
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), target);
        synchronized (this) {
          opened++;
          open++;
          most = Math.max(most, open);
        }
        threads.execute(() -> pass(behind, client, false));
        threads.execute(() -> pass(client, behind, true));
      } catch (IOException e) {
        // Closed.
        return;
      }
    }
  }

  private void pass(Socket from, Socket to, boolean counts) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has ended.
    } finally {
      if (counts) {
        synchronized (this) {
          open--;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
