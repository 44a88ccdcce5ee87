package org.variometer.services;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One Cassandra node, for a {@link KairosService} to store its points in. */
final class CassandraService extends Service {
  private static final int MILLIS_TO_ANSWER = 2000;

  /** Version 4 of the native protocol: a request for its options, and the opcode of the answer. */
  private static final byte[] OPTIONS = {4, 0, 0, 0, 5, 0, 0, 0, 0};

  private static final int HEADER = 9;
  private static final int OPCODE = 4;
  private static final int SUPPORTED = 6;

  private static final String CONFIGURATION =
      """
      # Written at every start.
      cluster_name: variometer
      num_tokens: 1
      partitioner: org.apache.cassandra.dht.Murmur3Partitioner
      endpoint_snitch: SimpleSnitch
      seed_provider:
        - class_name: org.apache.cassandra.locator.SimpleSeedProvider
          parameters:
            - seeds: "%1$s:%2$d"
      listen_address: %1$s
      storage_port: %2$d
      rpc_address: %1$s
      native_transport_port: %3$d
      commitlog_sync: periodic
      commitlog_sync_period: 1000ms
      auto_snapshot: false
      """;

  private static final String LOGBACK =
      """
      <configuration>
        <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
          <encoder>
            <pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSSX} %-5level %logger{0} - %msg%n</pattern>
          </encoder>
        </appender>
        <root level="WARN">
          <appender-ref ref="console"/>
        </root>
      </configuration>
      """;

  /** What it uses of the JDK's own, as in the options for Java 17 of its distribution. */
  private static final List<String> EXPORTS =
      List.of(
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server",
          "java.sql/java.sql",
          "jdk.unsupported/sun.misc");

  private static final List<String> OPENS =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.module",
          "java.base/java.lang.reflect",
          "java.base/java.math",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.util.jar",
          "java.base/sun.nio.ch",
          "jdk.management/com.sun.management.internal");

  private int storagePort;

  /** Not started yet. */
  CassandraService(ServiceOptions options) {
    super("Cassandra", "cassandra-classpath", options);
  }

  @Override
  void prepare(int atPort) throws IOException {
    if (storagePort == 0) {
      storagePort = Ports.choose();
    }
    Path conf = Files.createDirectories(directory().resolve("conf"));
    Files.writeString(
        conf.resolve("cassandra.yaml"),
        CONFIGURATION.formatted(Ports.HOST, storagePort, atPort),
        US_ASCII);
    Files.writeString(conf.resolve("logback.xml"), LOGBACK);
  }

  @Override
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add(heap(768));
    Stream.of(
            "-Djava.net.preferIPv4Stack=true",
            "-Djdk.attach.allowAttachSelf=true",
            "-Dlogback.configurationFile=conf/logback.xml",
            "-Dcassandra.config=" + directory().resolve("conf/cassandra.yaml").toUri(),
            "-Dcassandra.storagedir=" + directory(),
            "-Dcassandra.logdir=" + directory(),
            "-Dcassandra-foreground=yes",
            // It is alone: nobody is to be waited for.
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.ring_delay_ms=100")
        .forEach(arguments::add);
    EXPORTS.forEach(name -> arguments.add("--add-exports=" + name + "=ALL-UNNAMED"));
    OPENS.forEach(name -> arguments.add("--add-opens=" + name + "=ALL-UNNAMED"));
    arguments.add("org.apache.cassandra.service.CassandraDaemon");
    return arguments;
  }

  @Override
  boolean isHealthy(int atPort) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Ports.address(), atPort), MILLIS_TO_ANSWER);
      socket.setSoTimeout(MILLIS_TO_ANSWER);
      socket.getOutputStream().write(OPTIONS);
      byte[] answer = new byte[HEADER];
      new DataInputStream(socket.getInputStream()).readFully(answer);
      return answer[OPCODE] == SUPPORTED;
    }
  }
}
