package org.variometer.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The master of a Spark standalone cluster. */
public final class SparkMaster {
  private static final String STANDALONE = "spark://";
  private static final Pattern ADDRESS = Pattern.compile("([^:,/]+):([0-9]{1,5})");
  private static final int LAST_PORT = 65_535;
  private static final int MILLIS_TO_CONNECT = 5000;

  private SparkMaster() {}

  /**
   * Whether one of the masters can be reached: Spark itself tries for a minute, and fails then with
   * what says nothing of it.
   *
   * @param url as Spark has it, like {@code spark://host:7077,host:7077}; of any other nothing is
   *     known here, and it counts as reached
   */
  public static boolean isReachable(String url) {
    if (!url.startsWith(STANDALONE)) {
      return true;
    }
    List<Matcher> masters =
        Arrays.stream(url.substring(STANDALONE.length()).split(",")).map(ADDRESS::matcher).toList();
    return !masters.stream().allMatch(Matcher::matches)
        || masters.stream()
            .anyMatch(master -> answers(master.group(1), Integer.parseInt(master.group(2))));
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
