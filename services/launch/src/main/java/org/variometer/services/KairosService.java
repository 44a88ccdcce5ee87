package org.variometer.services;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One KairosDB server, over an H2 database, or over a Cassandra node of its own if the system
 * property {@value #CASSANDRA} is true. The node runs on when KairosDB is killed or stopped.
 */
public final class KairosService extends Service {
  /** System property: whether points are stored in Cassandra. */
  public static final String CASSANDRA = "variometer.services.cassandra";

  private static final int HEALTHY = 204;

  private static final String CONFIGURATION =
      """
      # Written at every start.
      kairosdb: {
        service.telnet: "<disabled>"
        service.reporter: "<disabled>"
        %s
        jetty: {
          address: "%s"
          port: %d
          static_web_root: "webroot"
        }
        query_cache.cache_dir: "tmp/queries"
      }
      """;

  private static final String ON_H2 =
      """
      service.datastore: "org.kairosdb.datastore.h2.H2Module"
        datastore.h2.database_path: "./h2"
      """;

  /** Today's Cassandra has no compact storage, which is what KairosDB asks for by itself. */
  private static final String ON_CASSANDRA =
      """
      service.datastore: "org.kairosdb.datastore.cassandra.CassandraModule"
        datastore.cassandra: {
          table_create_with.data_points: ""
          write_cluster: {
            cql_host_list: ["%s"]
            write_consistency_level: "ONE"
          }
        }
      """;

  private static final String LOGBACK =
      """
      <configuration>
        <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
          <encoder>
            <pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSSX} %-5level %logger{0} - %msg%n</pattern>
          </encoder>
        </appender>
        <!-- It logs every query's parameters and every class of its API. -->
        <logger name="org.kairosdb.datastore.h2.orm" level="WARN"/>
        <logger name="com.sun.jersey" level="WARN"/>
        <root level="INFO">
          <appender-ref ref="console"/>
        </root>
      </configuration>
      """;

  private final Optional<CassandraService> store;
  private String instance = "";

  /** Not started yet. */
  public KairosService(ServiceOptions options) {
    super("KairosDB", "kairosdb-classpath", options);
    store =
        Boolean.getBoolean(CASSANDRA)
            ? Optional.of(
                new CassandraService(ServiceOptions.in(options.directory().resolve("cassandra"))))
            : Optional.empty();
  }

  /** The address of its API is this and {@code /api/v1/…}. */
  public URI url() {
    return Pages.url(port(), "");
  }

  @Override
  void prepare(int atPort) throws IOException {
    instance = UUID.randomUUID().toString();
    Path pages = Files.createDirectories(directory().resolve("webroot"));
    Files.writeString(pages.resolve("instance.txt"), instance);
    Files.writeString(directory().resolve("logback.xml"), LOGBACK);
    // Of its own: KairosDB reads every file beside it that looks like a configuration.
    Path conf = Files.createDirectories(directory().resolve("conf"));
    String datastore = ON_H2;
    if (store.isPresent()) {
      store.get().start();
      datastore = ON_CASSANDRA.formatted(store.get().address());
    }
    Files.writeString(
        conf.resolve("kairosdb.conf"),
        CONFIGURATION.formatted(datastore.strip(), Ports.HOST, atPort));
    if (!Files.exists(complete())) {
      // KairosDB takes a directory for a database, also one in which it was killed while creating.
      WorkDirectory.delete(directory().resolve("h2"));
    }
  }

  @Override
  List<String> arguments() {
    return List.of(
        heap(512),
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "-Dlogback.configurationFile=logback.xml",
        "org.kairosdb.core.Main",
        "-c",
        "run",
        "-p",
        "conf/kairosdb.conf");
  }

  @Override
  boolean isHealthy(int atPort) throws IOException {
    if (Pages.get(atPort, "/api/v1/health/check").statusCode() != HEALTHY
        || !Pages.get(atPort, "/instance.txt").body().equals(instance)) {
      return false;
    }
    Files.writeString(complete(), "The database in h2 was created completely.\n");
    return true;
  }

  @Override
  void closeOwn() {
    store.ifPresent(Service::close);
  }

  private Path complete() {
    return directory().resolve("h2.complete");
  }
}
