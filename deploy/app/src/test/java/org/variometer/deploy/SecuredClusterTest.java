package org.variometer.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.Credentials;
import org.variometer.config.ZooKeeperSettings;
import org.variometer.control.ControlClient;
import org.variometer.deploy.Node.Result;
import org.variometer.services.Security;
import org.variometer.services.ServerCertificate;
import org.variometer.services.Services;

/**
 * All that docs/SECURITY.md has to switch on, on at once: Kafka by SASL_SSL, ZooKeeper's nodes a
 * user's alone, KairosDB by TLS with a password, Spark with its secret, encryption, and users of
 * its pages. It runs as without; who has a wrong password is told so; and no secret is anywhere but
 * in its own file and in the environment.
 */
class SecuredClusterTest {
  private static final int BEACONS = 3000;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final String REGION = "region-a";
  private static final String WRONG = "canary-7d1e-but-another";

  private static final Credentials MONITOR =
      new Credentials("monitor", Canaries.secret("pages-monitor"));
  private static final Credentials VISITOR =
      new Credentials("visitor", Canaries.secret("pages-visitor"));
  private static final Credentials OWNER = new Credentials("meter", Canaries.secret("zookeeper"));

  private static final Map<String, String> OF_CLUSTER =
      Map.of(
          "_SPARK_AUTH_SECRET",
          Canaries.secret("spark"),
          "VARIOMETER_PAGES_USER",
          MONITOR.user(),
          "VARIOMETER_PAGES_PASSWORD",
          MONITOR.password());
  private static final Map<String, String> OF_APPS =
      Map.of(
          "VARIOMETER_VISITOR_HASH_KEY",
          Canaries.secret("visitors"),
          "VARIOMETER_ZOOKEEPER_PASSWORD",
          OWNER.password());

  @TempDir private Path directory;

  private Path secrets;

  @Test
  void allIsSecuredAtOnceAndNoSecretLeavesItsPlace() throws Exception {
    secrets = folder("secrets");
    ServerCertificate certificate =
        ServerCertificate.make(directory.resolve("tls"), Canaries.secret("keystore"));
    Security ofKafka = new Security(certificate, "stream", Canaries.secret("kafka"));
    Security ofKairos = new Security(certificate, "writer", Canaries.secret("kairosdb"));
    write("kafka.secrets", "password=" + ofKafka.password() + "\n");
    write("kairosdb.password", ofKairos.password() + "\n");
    write("pages.users", MONITOR.pair() + "\n" + VISITOR.pair() + "\n");
    try (Canaries canaries = new Canaries();
        Services services = Services.in(directory.resolve("services"), ofKafka, ofKairos);
        Node node = new Node(directory.resolve("node"))) {
      services.start(2);
      OF_CLUSTER.forEach(node::set);
      OF_APPS.forEach(node::set);
      node.set("SPARK_CONF_DIR", secured().toString());
      node.configure(configuration(services, certificate, node));
      start(node);
      Path beacons = directory.resolve("beacons.jsonl");
      node.run("bin/variometer", "generate", "--events", "" + BEACONS, "-o", beacons.toString())
          .requireDone();

      ClusterTest.send(node, beacons);
      node.run("bin/stream", "submit").requireDone();
      node.awaitThat("all beacons", () -> committed(services) == BEACONS);
      assertThat(ClusterTest.exported(node))
          .isEqualTo(ClusterTest.computed(node, beacons, "--as-stream"));
      assertThat(run(node, "failover").out()).contains("region " + REGION + " has the right");
      assertThat(run(node, "monitor", "--once").err()).contains("the stream works");
      assertNodesAreTheUsersAlone(services);
      assertPagesAreForUsers(node, pagesOfDriver(services));
      assertWrongPasswordsAreSaid(node, services, beacons);
      assertClosed(directory.resolve("checkpoint"), directory.resolve("snapshots"));
      assertThat(Canaries.requireNoneInFiles(directory, own())).isGreaterThan(50);
      assertCheckpointHasPlacesOnly();

      // Killed: what is restored from the checkpoint has Spark's secret again.
      String first = ClusterTest.application(node).orElseThrow();
      node.processes("DriverWrapper").get(0).destroyForcibly();
      node.await(
          "another application",
          () -> ClusterTest.application(node).filter(id -> !id.equals(first)));
      node.awaitThat(
          "the stream again",
          () -> said(node).matches("(?s).*going on from the checkpoint.*the stream runs.*"));
      node.run("bin/stream", "kill").requireDone();
      node.run("bin/batch", "--final").requireDone();
      assertThat(ClusterTest.exported(node)).isEqualTo(ClusterTest.computed(node, beacons));
      assertThat(Canaries.requireNoneInFiles(directory, own())).isGreaterThan(50);
      canaries.requireNoneInCommands();
    }
  }

  /** Spark's own settings, with what is prepared in them switched on. */
  private Path secured() throws IOException {
    Path conf = folder("conf");
    try (Stream<Path> files = Files.list(Built.sparkHome().resolve("conf"))) {
      for (Path file : files.toList()) {
        Files.copy(file, conf.resolve(file.getFileName()));
      }
    }
    Path defaults = conf.resolve("spark-defaults.conf");
    String text = Files.readString(defaults);
    Map<String, String> switched = new TreeMap<>();
    switched.put("spark.authenticate false", "spark.authenticate true");
    switched.put("spark.network.crypto.enabled false", "spark.network.crypto.enabled true");
    switched.put("spark.acls.enable false", "spark.acls.enable true");
    switched.put("#spark.ui.view.acls operator,monitor", "spark.ui.view.acls operator,monitor");
    switched.put("#spark.ui.filters", "spark.ui.filters");
    switched.put("#spark.org.variometer", "spark.org.variometer");
    switched.put("/etc/variometer/pages.users", secrets.resolve("pages.users").toString());
    for (Map.Entry<String, String> line : switched.entrySet()) {
      assertThat(text).as("what is delivered").contains(line.getKey());
      text = text.replace(line.getKey(), line.getValue());
    }
    Files.writeString(defaults, text);
    return conf;
  }

  private String configuration(Services services, ServerCertificate certificate, Node node) {
    return """
        variometer {
          region = %s
          kafka {
            bootstrap-servers = "%s"
            properties {
              "security.protocol" = SASL_SSL
              "sasl.mechanism" = PLAIN
              "sasl.jaas.config" = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\\"stream\\" password=\\"${file:%s:password}\\";"
              "ssl.truststore.type" = PEM
              "ssl.truststore.location" = "%s"
            }
          }
          zookeeper { connect = "%s", user = %s }
          kairosdb {
            url = "%s"
            user = writer
            password-file = "%s"
            trust-store-file = "%s"
          }
          stream {
            batch-interval = 5s
            checkpoint { directory = "%s", batches = 3 }
            snapshot { directory = "%s", batches = 3 }
            shards = 4
            parallelism = 2
            meters = 1
            hold-hours = 120
            max-rate-per-partition = 500
            backpressure = false
            spark { "spark.cores.max" = 1, "spark.executor.memory" = 600m, "spark.ui.port" = 0 }
          }
          batch {
            directory = "%s"
            buckets = 2
            spark { "spark.cores.max" = 2, "spark.executor.memory" = 600m, "spark.ui.port" = 0 }
          }
          monitor {
            directory = "%s"
            spark-masters = ["%s"]
            spark-pages.user = %s
          }
        }
        """
        .formatted(
            REGION,
            services.kafka().bootstrapServers(),
            secrets.resolve("kafka.secrets"),
            certificate.authority(),
            services.zooKeeper().address(),
            OWNER.user(),
            services.kairos().url(),
            secrets.resolve("kairosdb.password"),
            certificate.authority(),
            directory.resolve("checkpoint"),
            directory.resolve("snapshots"),
            directory.resolve("batch"),
            directory.resolve("monitor"),
            node.pages("MASTER"),
            MONITOR.user());
  }

  private static void start(Node node) throws Exception {
    node.daemon("master", Map.of());
    node.awaitThat("the master", () -> node.cluster().contains("ALIVE"));
    node.daemon("worker", Map.of());
    node.awaitThat("the worker", () -> node.cluster().contains("\"aliveworkers\" : 1"));
  }

  private static Result run(Node node, String... command) throws Exception {
    return runAs(node, Map.of(), command).requireDone();
  }

  private static Result runAs(Node node, Map<String, String> environment, String... command)
      throws Exception {
    String[] words =
        Stream.concat(Stream.of(command), Stream.of("--config", node.conf()))
            .toArray(String[]::new);
    return node.run(environment, "bin/variometer", words);
  }

  private static ControlClient zooKeeper(Services services) throws Exception {
    return ControlClient.connect(
        new ZooKeeperSettings(
            services.zooKeeper().address(),
            "/variometer",
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Optional.of(OWNER)));
  }

  /** How many records the stream has committed. */
  private static long committed(Services services) throws Exception {
    try (ControlClient client = zooKeeper(services)) {
      String path = client.paths().offsets(REGION, "stream", Services.BEACONS);
      return client.readNumbersBelow(path).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private static String pagesOfDriver(Services services) throws Exception {
    try (ControlClient client = zooKeeper(services)) {
      String path = client.paths().pages(REGION, "stream", Services.BEACONS);
      return new String(client.read(path).orElseThrow(), UTF_8);
    }
  }

  private static void assertNodesAreTheUsersAlone(Services services) throws Exception {
    try (ControlClient client = zooKeeper(services)) {
      Deque<String> below = new ArrayDeque<>(List.of("/variometer"));
      Set<String> looked = new TreeSet<>();
      while (!below.isEmpty()) {
        String node = below.pop();
        try {
          assertThat(client.curator().getACL().forPath(node))
              .as(node)
              .singleElement()
              .satisfies(acl -> assertThat(acl.getPerms()).isEqualTo(ZooDefs.Perms.ALL))
              .satisfies(acl -> assertThat(acl.getId().getScheme()).isEqualTo("digest"))
              .satisfies(acl -> assertThat(acl.getId().getId()).startsWith(OWNER.user() + ":"));
          client
              .curator()
              .getChildren()
              .forPath(node)
              .forEach(child -> below.add(node + "/" + child));
          looked.add(node);
        } catch (KeeperException.NoNodeException e) {
          // It has gone meanwhile.
        }
      }
      // Of the stream, of what both layers share, and of the monitor, which has looked once.
      assertThat(looked)
          .contains(
              client.paths().writer(),
              client.paths().offset(REGION, "stream", Services.BEACONS, 0),
              client.paths().monitorState(REGION))
          .hasSizeGreaterThan(20);
    }
  }

  /** Of master, worker and driver, that of the environment above all. */
  private static void assertPagesAreForUsers(Node node, String driver) throws Exception {
    String application = ClusterTest.application(node).orElseThrow();
    String driverId =
        node.run("bin/stream", "status").out().replaceAll("(?s).*driver: (\\S+);.*", "$1");
    List<String> pages =
        List.of(
            node.pages("MASTER") + "/",
            node.pages("MASTER") + "/json/",
            node.pages("MASTER") + "/app/?appId=" + application,
            node.pages("MASTER") + "/metrics/master/prometheus/",
            node.pages("WORKER") + "/",
            node.pages("WORKER") + "/logPage/?driverId=" + driverId + "&logType=stderr",
            node.pages("WORKER") + "/log/?driverId=" + driverId + "&logType=stderr",
            driver + "/environment/",
            driver + "/executors/",
            driver + "/streaming/",
            driver + "/metrics/prometheus/",
            driver + "/api/v1/applications/" + application + "/environment");
    for (String page : pages) {
      HttpResponse<String> shown = node.ask(page, MONITOR.user(), MONITOR.password());
      assertThat(shown.statusCode()).as(page).isEqualTo(OK);
      Canaries.requireNone(page, shown.body());
      assertThat(node.ask(page, MONITOR.user(), WRONG).statusCode())
          .as(page)
          .isEqualTo(UNAUTHORIZED);
      assertThat(node.ask(page, VISITOR.user(), VISITOR.password()).statusCode())
          .as(page)
          .isEqualTo(FORBIDDEN);
    }
  }

  private void assertWrongPasswordsAreSaid(Node node, Services services, Path beacons)
      throws Exception {
    Result zooKeeper = runAs(node, Map.of("VARIOMETER_ZOOKEEPER_PASSWORD", WRONG), "failover");
    assertThat(zooKeeper.exitCode()).isEqualTo(1);
    assertThat(zooKeeper.err())
        .contains("is not meter's, or was made with another password", "zookeeper.user");

    Path other = write("kafka.other", "password=" + WRONG + "\n");
    String conf = Files.readString(Path.of(node.conf()));
    String kafkaConf = conf.replace(secrets.resolve("kafka.secrets").toString(), other.toString());
    Path wrong = Files.writeString(directory.resolve("wrong.conf"), kafkaConf);
    Result kafka =
        node.run("bin/variometer", "send", "--config", wrong.toString(), beacons.toString());
    assertThat(kafka.exitCode()).isEqualTo(1);
    assertThat(kafka.err())
        .contains("refuses: Authentication failed", "variometer.kafka.properties");

    Path unsafe = directory.resolve("unsafe.conf");
    Files.writeString(unsafe, conf.replaceAll("\\$\\{file:[^}]*}", "plain"));
    Result plain =
        node.run("bin/variometer", "send", "--config", unsafe.toString(), beacons.toString());
    assertThat(plain.exitCode()).isEqualTo(2);
    assertThat(plain.err()).contains("sasl.jaas.config", "a secret in plain");

    Result kairos = runAs(node, Map.of("VARIOMETER_KAIROSDB_PASSWORD", WRONG), "export");
    assertThat(kairos.exitCode()).isEqualTo(1);
    assertThat(kairos.err()).contains("401", "variometer.kairosdb.url, user and password-file");

    String untrusting = conf.replaceAll("(?m)^ *trust-store-file.*$", "retry.give-up-after = 0s");
    Files.writeString(wrong, untrusting);
    Result tls = node.run("bin/variometer", "export", "--config", wrong.toString());
    assertThat(tls.exitCode()).isEqualTo(1);
    assertThat(tls.err()).contains("PKIX", "variometer.kairosdb.trust-store-file");

    Result pages = node.run(Map.of("VARIOMETER_PAGES_PASSWORD", WRONG), "bin/stream", "status");
    assertThat(pages.exitCode()).isEqualTo(1);
    assertThat(pages.err()).contains("see to VARIOMETER_PAGES_USER and VARIOMETER_PAGES_PASSWORD");

    Result spark = node.run(Map.of("_SPARK_AUTH_SECRET", WRONG), "bin/stream", "kill");
    assertThat(spark.exitCode()).isEqualTo(1);
    assertThat(spark.err()).contains("see to _SPARK_AUTH_SECRET").doesNotContain(WRONG);
    assertThat(committed(services)).as("it is the same stream").isEqualTo(BEACONS);
    assertThat(ClusterTest.application(node)).isPresent();
  }

  private static void assertClosed(Path... folders) throws IOException {
    for (Path folder : folders) {
      assertThat(Files.getPosixFilePermissions(folder))
          .as("%s", folder)
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** In the place of secrets it has where they are: what is looked for would be found. */
  private void assertCheckpointHasPlacesOnly() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("checkpoint"))) {
      Path newest =
          files
              .filter(file -> file.getFileName().toString().matches("checkpoint-[0-9]+"))
              .max(Path::compareTo)
              .orElseThrow();
      assertThat(Canaries.text(newest))
          .contains("${file:" + secrets.resolve("kafka.secrets") + ":password}")
          .contains("spark.authenticate.secret", "in the environment");
    }
  }

  private static String said(Node node) throws IOException {
    StringBuilder said = new StringBuilder();
    try (Stream<Path> files = Files.walk(node.work())) {
      for (Path file : files.filter(path -> path.endsWith("stderr")).toList()) {
        said.append(Files.readString(file));
      }
    }
    return said.toString();
  }

  /** Where secrets belong: the clients' own files, and those of the services. */
  private Set<Path> own() {
    Path services = directory.resolve("services");
    return Set.of(
        secrets,
        directory.resolve("tls"),
        services.resolve("kafka/server.properties"),
        services.resolve("kairosdb/users.properties"),
        services.resolve("kairosdb/conf/kairosdb.conf"));
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(
        directory.resolve(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private Path write(String name, String text) throws IOException {
    Path file = Files.writeString(secrets.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }
}
