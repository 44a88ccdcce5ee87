package org.variometer.services;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final String LOGIN = "login.conf";

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
          %s
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

  private static final String BY_TLS =
      """
      auth_module_name: "users"
          ssl: {
            port: %d
            keystore.path: "%s"
            keystore.password: "%s"
          }
      """;

  private static final String LOGIN_MODULE =
      """
      users {
        org.eclipse.jetty.jaas.spi.PropertyFileLoginModule required file="%s";
      };
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
    return Pages.url(security().isPresent() ? "https" : "http", port(), "");
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
    // Port 0 is none: what is secured does not listen in the open.
    int open = security().isPresent() ? 0 : atPort;
    String secured = security().isPresent() ? secured(security().get(), atPort) : "";
    writeClosed(
        conf.resolve("kairosdb.conf"),
        CONFIGURATION.formatted(datastore.strip(), Ports.HOST, open, secured.strip()));
    if (!Files.exists(complete())) {
      // KairosDB takes a directory for a database, also one in which it was killed while creating.
      WorkDirectory.delete(directory().resolve("h2"));
    }
  }

  /** What Jetty is told of who is let in, and of what it shows itself with. */
  private String secured(Security security, int atPort) throws IOException {
    Path users = directory().resolve("users.properties");
    // Behind the password a role, which nobody asks for.
    writeClosed(users, security.user() + ": " + security.password() + ",user\n");
    writeClosed(directory().resolve(LOGIN), LOGIN_MODULE.formatted(users));
    ServerCertificate certificate = security.certificate();
    return BY_TLS.formatted(atPort, certificate.keyStore(), certificate.password());
  }

  private static void writeClosed(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.writeString(Files.createFile(file, OWNERS_ALONE), text);
  }

  @Override
  List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                heap(512),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-Dlogback.configurationFile=logback.xml"));
    if (security().isPresent()) {
      arguments.add("-Djava.security.auth.login.config=" + LOGIN);
    }
    arguments.addAll(List.of("org.kairosdb.core.Main", "-c", "run", "-p", "conf/kairosdb.conf"));
    return arguments;
  }

  @Override
  boolean isHealthy(int atPort) throws IOException {
    if (page(atPort, "/api/v1/health/check").statusCode() != HEALTHY
        || !page(atPort, "/instance.txt").body().equals(instance)) {
      return false;
    }
    Files.writeString(complete(), "The database in h2 was created completely.\n");
    return true;
  }

  private HttpResponse<String> page(int atPort, String path) throws IOException {
    return security().isPresent()
        ? Pages.get(atPort, path, security().get())
        : Pages.get(atPort, path);
  }

  @Override
  void closeOwn() {
    store.ifPresent(Service::close);
  }

  private Path complete() {
    return directory().resolve("h2.complete");
  }
}
