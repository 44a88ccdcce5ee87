package org.variometer.services;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** One ZooKeeper server, alone or a member of an ensemble. */
public final class ZooKeeperService extends Service {
  private static final String CONFIGURATION = "zookeeper.properties";
  private static final int MILLIS_TO_ANSWER = 2000;

  private final int number;
  private final List<String> members;

  /** Not started yet. */
  public ZooKeeperService(ServiceOptions options) {
    this(options, 0, List.of());
  }

  /**
   * A member of an ensemble, not started yet.
   *
   * @param number its own number, from 1
   * @param members where members speak with each other: host, port and the port of elections, each;
   *     none for a server that is alone
   */
  ZooKeeperService(ServiceOptions options, int number, List<String> members) {
    super("ZooKeeper", "kafka-classpath", options);
    this.number = number;
    this.members = List.copyOf(members);
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
    if (!members.isEmpty()) {
      properties.setProperty("initLimit", "10");
      properties.setProperty("syncLimit", "5");
      for (int i = 0; i < members.size(); i++) {
        properties.setProperty("server." + (i + 1), members.get(i));
      }
      Path data = Files.createDirectories(directory().resolve("data"));
      Files.writeString(data.resolve("myid"), Integer.toString(number));
    }
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
        members.isEmpty()
            ? "org.apache.zookeeper.server.ZooKeeperServerMain"
            : "org.apache.zookeeper.server.quorum.QuorumPeerMain",
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
