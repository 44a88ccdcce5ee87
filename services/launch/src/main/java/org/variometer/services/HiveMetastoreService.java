package org.variometer.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * One Hive metastore server with a Derby database of its own.
 *
 * <p>Hive 2.3 can't be told an address: unlike the other services it listens at all of this
 * machine's. On a machine that strangers reach, close the port or run it elsewhere.
 */
public final class HiveMetastoreService extends Service {
  private static final String LOGGING = "log4j2.properties";
  private static final String INSTANCE = "hive.variometer.instance";
  private static final int MILLIS_TO_ANSWER = 2000;

  // Thrift's strict binary protocol.
  private static final int VERSION = 0x8001_0000;
  private static final int CALL = 1;
  private static final int REPLY = 2;
  private static final int STOP = 0;
  private static final int STRING = 11;
  private static final int LONGEST_TEXT = 1 << 16;

  private static final String LOG4J =
      """
      appender.console.type = Console
      appender.console.name = console
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSSX} %-5level %logger{1} - %msg%n
      rootLogger.level = info
      rootLogger.appenderRef.console.ref = console
      # It logs every call, and twice.
      logger.calls.name = org.apache.hadoop.hive.metastore.HiveMetaStore
      logger.calls.level = warn
      """;

  private String instance = "";
  private int chosenPort;

  /** Not started yet. */
  public HiveMetastoreService(ServiceOptions options) {
    super("Hive metastore", "hivemetastore-classpath", options);
  }

  /** What clients need to connect. */
  public String url() {
    return "thrift://" + address();
  }

  @Override
  void prepare(int atPort) throws IOException {
    instance = UUID.randomUUID().toString();
    chosenPort = atPort;
    Files.writeString(directory().resolve(LOGGING), LOG4J);
    if (!Files.exists(complete())) {
      // Derby can't go on where it was killed while it created the database.
      WorkDirectory.delete(directory().resolve("derby"));
    }
  }

  @Override
  List<String> arguments() {
    return List.of(
        heap(256),
        QUICK_COMPILER,
        "-Dlog4j2.configurationFile=" + LOGGING,
        "-Dderby.stream.error.file=derby.log",
        "org.apache.hadoop.hive.metastore.HiveMetaStore",
        "-p",
        Integer.toString(chosenPort),
        "--hiveconf",
        "javax.jdo.option.ConnectionURL=jdbc:derby:;databaseName=derby;create=true",
        "--hiveconf",
        "datanucleus.schema.autoCreateTables=true",
        "--hiveconf",
        "hive.metastore.schema.verification=false",
        "--hiveconf",
        "hive.metastore.warehouse.dir=" + directory().resolve("warehouse").toUri(),
        "--hiveconf",
        "hive.metastore.server.min.threads=2",
        "--hiveconf",
        "hive.async.log.enabled=false",
        "--hiveconf",
        "hive.log4j.file=" + LOGGING,
        "--hiveconf",
        INSTANCE + "=" + instance);
  }

  @Override
  boolean isHealthy(int atPort) throws IOException {
    if (!setting(atPort, INSTANCE).equals(instance)) {
      return false;
    }
    Files.writeString(complete(), "The database in derby was created completely.\n");
    return true;
  }

  private Path complete() {
    return directory().resolve("derby.complete");
  }

  /** Asks for the value of a setting: its call get_config_value, without a library for it. */
  private static String setting(int atPort, String name) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Ports.address(), atPort), MILLIS_TO_ANSWER);
      socket.setSoTimeout(MILLIS_TO_ANSWER);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(VERSION | CALL);
      writeText(out, "get_config_value");
      out.writeInt(0);
      writeField(out, 1, name);
      writeField(out, 2, "");
      out.writeByte(STOP);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      if (in.readInt() != (VERSION | REPLY)) {
        throw new IOException("no reply of a metastore");
      }
      readText(in);
      in.readInt();
      if (in.readByte() != STRING || in.readShort() != 0) {
        throw new IOException("no value");
      }
      return readText(in);
    }
  }

  private static void writeField(DataOutputStream out, int id, String text) throws IOException {
    out.writeByte(STRING);
    out.writeShort(id);
    writeText(out, text);
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST_TEXT) {
      throw new IOException("no text of a metastore");
    }
    return new String(in.readNBytes(length), UTF_8);
  }
}
