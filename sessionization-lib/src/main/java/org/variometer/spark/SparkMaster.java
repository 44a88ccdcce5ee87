package org.variometer.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The master of a Spark standalone cluster. */
public final class SparkMaster {
  private static final String STANDALONE = "spark://";
  private static final Pattern ADDRESS = Pattern.compile("([^:,/]+):([0-9]{1,5})");
  private static final int LAST_PORT = 65_535;
  private static final int MILLIS_TO_CONNECT = 5000;

  /** One that was killed is started again some seconds later. */
  private static final int SECONDS_TO_COME_BACK = 15;

  private static final int MILLIS_BETWEEN = 500;

  private SparkMaster() {}

  /**
   * What is to be said where none of an app's masters can be reached, neither at once nor in some
   * seconds: Spark itself tries for a minute, and fails then with what says nothing of it.
   *
   * @param url as Spark has it, like {@code spark://host:7077,host:7077}; of any other nothing is
   *     known here, and it counts as reached
   * @param key where the configuration says it
   */
  public static Optional<String> problem(String url, String key) {
    return isReachable(url)
        ? Optional.empty()
        : Optional.of(
            "Spark's master "
                + url
                + " can't be reached: start it, or say where it is ("
                + key
                + ")");
  }

  private static boolean isReachable(String url) {
    if (!url.startsWith(STANDALONE)) {
      return true;
    }
    List<Matcher> masters =
        Arrays.stream(url.substring(STANDALONE.length()).split(",")).map(ADDRESS::matcher).toList();
    if (!masters.stream().allMatch(Matcher::matches)) {
      return true;
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_COME_BACK);
    while (masters.stream()
        .noneMatch(master -> answers(master.group(1), Integer.parseInt(master.group(2))))) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(MILLIS_BETWEEN));
    }
    return true;
  }

  private static boolean answers(String host, int port) {
    if (port > LAST_PORT) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), MILLIS_TO_CONNECT);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
