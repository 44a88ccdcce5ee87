package org.variometer.services;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Properties;

/** One ZooKeeper server. */
public final class ZooKeeperService extends Service {
  private static final String CONFIGURATION = "zookeeper.properties";
  private static final int MILLIS_TO_ANSWER = 2000;

  /** Not started yet. */
  public ZooKeeperService(ServiceOptions options) {
    super("ZooKeeper", "kafka-classpath", options);
  }

  @Override
  void prepare(int atPort) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("dataDir", "data");
    properties.setProperty("clientPort", Integer.toString(atPort));
    properties.setProperty("clientPortAddress", Ports.HOST);
    properties.setProperty("tickTime", "2000");
    properties.setProperty("maxClientCnxns", "0");
    properties.setProperty("admin.enableServer", "false");
    properties.setProperty("4lw.commands.whitelist", "conf,ruok,srvr");
    write(CONFIGURATION, properties);
  }

  @Override
  List<String> arguments() {
    return List.of(
        heap(128),
        QUICK_COMPILER,
        SHOW_TIME,
        TIME_FORMAT,
        // ZooKeeper grows its log by this at once; the default is 64 MiB a start.
        "-Dzookeeper.preAllocSize=1024",
        "org.apache.zookeeper.server.ZooKeeperServerMain",
        CONFIGURATION);
  }

  @Override
  boolean isHealthy(int atPort) throws IOException {
    // The server at this port is ours if it keeps its data where we told it.
    String data = directory().toRealPath().resolve("data").toString();
    return ask(atPort, "conf").lines().anyMatch(line -> line.startsWith("dataDir=" + data));
  }

  private static String ask(int atPort, String word) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Ports.address(), atPort), MILLIS_TO_ANSWER);
      socket.setSoTimeout(MILLIS_TO_ANSWER);
      socket.getOutputStream().write(word.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
