package org.variometer.deploy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ZooKeeperPaths;
import org.variometer.deploy.Node.Result;
import org.variometer.services.Services;
import org.variometer.spark.Rules;

/**
 * What is deployed runs as it does in production: a master and a worker of the assembled
 * SPARK_HOME, the stream in cluster mode, a slot of the batch, all by the scripts.
 */
class ClusterTest {
  private static final Pattern APPLICATION = Pattern.compile("application: (app-\\S+)");
  private static final String REGION = "region-a";
  private static final String SECRET = "canary-9c1f0b3e77d24a5f";

  /** Given to the worker, whose drivers and executors inherit it; nobody else has it. */
  private static final Map<String, String> SECRETS = Map.of("VARIOMETER_VISITOR_HASH_KEY", SECRET);

  @TempDir private Path directory;

  @Test
  @Tag("campaign")
  void aStreamWhoseDriverIsKilledRunsAgainAndNoCellIsDifferent() throws Exception {
    try (Services services = Services.in(directory.resolve("services"));
        Node node = new Node(directory.resolve("node"))) {
      services.start(2);
      node.configure(configuration(services, directory));
      node.daemon("master", Map.of());
      node.awaitThat("the master", () -> node.cluster().contains("ALIVE"));
      assertThat(node.run("bin/stream", "status").exitCode()).isEqualTo(1);
      node.daemon("worker", SECRETS);
      node.awaitThat("the worker", () -> node.cluster().contains("\"aliveworkers\" : 1"));
      Path beacons = directory.resolve("beacons.jsonl");
      node.run("bin/variometer", "generate", "--events", "6000", "-o", beacons.toString())
          .requireDone();
      send(node, beacons);

      node.run("bin/stream", "submit").requireDone();
      node.awaitThat("a micro-batch", () -> committed(services) > 0);
      String first = application(node).orElseThrow();
      assertThat(node.run("bin/stream", "submit").requireDone().err()).contains("already");
      ProcessHandle driver = node.processes("DriverWrapper").get(0);
      assertThat(committed(services)).as("killed in the middle").isLessThan(6000);
      driver.destroyForcibly();
      node.await("another application", () -> application(node).filter(id -> !id.equals(first)));
      node.awaitThat("all beacons", () -> committed(services) == 6000);
      // By the app's name, which a restart does not change.
      assertThat(metrics(services))
          .contains(
              "metrics_variometer_stream_region_a_driver_variometer_stream_region_a_StreamingMetrics"
                  + "_streaming_lastCompletedBatch_processingDelay");

      assertThat(exported(node)).isEqualTo(computed(node, beacons, "--as-stream"));
      assertThat(saidByDrivers(node).split("the stream runs", -1)).hasSizeGreaterThan(2);
      assertSecretIsKept(node);
      node.run("bin/stream", "kill").requireDone();
      assertThat(node.run("bin/stream", "status").exitCode()).isEqualTo(1);
      assertThat(node.processes("DriverWrapper")).isEmpty();
      // Taken at a graceful stop alone, so soon.
      String snapshot = read(directory.resolve("snapshots"), "snapshot.json");
      assertThat(snapshot).contains("\"visitor_key\"");
      assertThat(snapshot).as("made with the key").doesNotContain(keyOfNoSecret(node));

      Result batch = node.run(SECRETS, "bin/batch", "--final").requireDone();
      assertThat(batch.err()).contains("is published", "points written");
      assertThat(exported(node)).isEqualTo(computed(node, beacons));
    }
  }

  @Test
  void aDaemonIsStartedOnceAndStopped() throws Exception {
    try (Node node = new Node(directory)) {
      try {
        node.run("sbin/daemon", "master", "start").requireDone();
        node.awaitThat("the master", () -> node.cluster().contains("ALIVE"));
        assertThat(node.run("sbin/daemon", "master", "start").requireDone().err())
            .contains("runs already");
      } finally {
        node.run("sbin/daemon", "master", "stop").requireDone();
      }
      assertThat(node.cluster()).isEmpty();
      assertThat(node.run("sbin/daemon", "master", "stop").requireDone().err())
          .contains("does not run");
    }
  }

  /** On two nodes, whose locks are not the same; that of a node is in its run directory. */
  @Test
  void ofTwoThatSubmitAtTheSameTimeOneStreamStays() throws Exception {
    try (Node node = new Node(directory)) {
      node.configure("");
      node.daemon("master", Map.of());
      node.awaitThat("the master", () -> node.cluster().contains("ALIVE"));
      ExecutorService nodes = Executors.newFixedThreadPool(2);
      try {
        List<Future<Result>> submits = new ArrayList<>();
        for (String run : List.of("run-1", "run-2")) {
          Map<String, String> own = Map.of("VARIOMETER_RUN", directory.resolve(run).toString());
          submits.add(nodes.submit(() -> node.run(own, "bin/stream", "submit")));
        }
        for (Future<Result> submit : submits) {
          submit.get();
        }
      } finally {
        nodes.shutdownNow();
      }
      assertThat(node.run("bin/stream", "status").out()).matches("driver: driver-\\S+; .*\n");
      assertThat(node.run("bin/stream", "submit").requireDone().err()).contains("already");
    }
  }

  @Test
  void whatIsMissingIsSaidAndNothingIsSubmitted() throws Exception {
    try (Node node = new Node(directory)) {
      Result noMaster = node.run("bin/stream", "submit");
      assertThat(noMaster.exitCode()).isEqualTo(1);
      assertThat(noMaster.err()).contains("no master of spark://127.0.0.1:", "is alive");
      Result noConfiguration = node.run("bin/batch");
      assertThat(noConfiguration.exitCode()).isEqualTo(2);
      assertThat(noConfiguration.err()).contains("variometer.conf can't be read");
      Result noJar = node.run(Map.of("VARIOMETER_JAR", "/nowhere"), "bin/variometer", "--help");
      assertThat(noJar.exitCode()).isEqualTo(2);
      assertThat(noJar.err()).contains("/nowhere is not there");
      assertThat(node.run("bin/spark-submit", "--no-such-option").exitCode()).isNotZero();
      assertThat(node.run("sbin/daemon", "other", "run").exitCode()).isEqualTo(2);
    }
  }

  /** Of a node that keeps what it keeps below a directory. */
  static String configuration(Services services, Path directory) {
    return """
        variometer {
          region = %s
          kafka.bootstrap-servers = "%s"
          zookeeper.connect = "%s"
          kairosdb.url = "%s"
          stream {
            batch-interval = 2s
            checkpoint { directory = "%s", batches = 3 }
            snapshot.directory = "%s"
            shards = 4
            parallelism = 2
            meters = 1
            hold-hours = 120
            max-rate-per-partition = 150
            backpressure = false
            spark { "spark.cores.max" = 1, "spark.executor.memory" = 600m, "spark.ui.port" = 0 }
          }
          batch {
            directory = "%s"
            buckets = 2
            spark { "spark.cores.max" = 2, "spark.executor.memory" = 600m, "spark.ui.port" = 0 }
          }
        }
        """
        .formatted(
            REGION,
            services.kafka().bootstrapServers(),
            services.zooKeeper().address(),
            services.kairos().url(),
            directory.resolve("checkpoint"),
            directory.resolve("snapshots"),
            directory.resolve("batch"));
  }

  /** In batches that only Spark's own jars can decompress. */
  static void send(Node node, Path beacons) throws Exception {
    String compression = "-Dvariometer.kafka.properties.\"compression.type\"=zstd";
    node.run("bin/variometer", "send", compression, "--config", node.conf(), beacons.toString())
        .requireDone();
  }

  /** How many records the stream has committed. */
  static long committed(Services services) throws Exception {
    String path = new ZooKeeperPaths("/variometer").offsets(REGION, "stream", Services.BEACONS);
    try (CuratorFramework client = zooKeeper(services)) {
      if (client.checkExists().forPath(path) == null) {
        return 0;
      }
      long sum = 0;
      for (String partition : client.getChildren().forPath(path)) {
        sum += Long.parseLong(new String(client.getData().forPath(path + "/" + partition), UTF_8));
      }
      return sum;
    }
  }

  /** What the driver shows for Prometheus. */
  private static String metrics(Services services) throws Exception {
    String path = new ZooKeeperPaths("/variometer").pages(REGION, "stream", Services.BEACONS);
    try (CuratorFramework client = zooKeeper(services)) {
      URI page =
          URI.create(new String(client.getData().forPath(path), UTF_8) + "/metrics/prometheus/");
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
          .body();
    }
  }

  private static CuratorFramework zooKeeper(Services services) {
    CuratorFramework client =
        CuratorFrameworkFactory.newClient(services.zooKeeper().address(), new RetryOneTime(100));
    client.start();
    return client;
  }

  static Optional<String> application(Node node) throws Exception {
    Matcher said = APPLICATION.matcher(node.run("bin/stream", "status").out());
    return said.find()
        ? Optional.of(said.group(1)).filter(id -> !id.equals("none"))
        : Optional.empty();
  }

  /** Minutes, hours and days that stand in KairosDB. */
  static List<String> exported(Node node) throws Exception {
    Result export = node.run("bin/variometer", "export", "--config", node.conf()).requireDone();
    return export.out().lines().filter(row -> !row.contains(",rolling,")).toList();
  }

  /** What the library computes from the same beacons. */
  static List<String> computed(Node node, Path beacons, String... view) throws Exception {
    List<String> words = new ArrayList<>(List.of("metrics", "--config", node.conf()));
    words.addAll(List.of(view));
    words.add(beacons.toString());
    List<String> rows =
        node.run("bin/variometer", words.toArray(String[]::new))
            .requireDone()
            .out()
            .lines()
            .toList();
    assertThat(rows).hasSizeGreaterThan(1000);
    return rows;
  }

  /** What a snapshot would say if no key had reached the driver. */
  private static String keyOfNoSecret(Node node) {
    return new Rules(VariometerConfig.load(Optional.of(new File(node.conf())), Map.of()))
        .visitorKey();
  }

  /** What all its drivers have said so far. */
  static String saidByDrivers(Node node) throws IOException {
    return read(node.work(), "driver-");
  }

  /** Neither a page nor a log nor a command has it, nor anything that was submitted or kept. */
  private void assertSecretIsKept(Node node) throws IOException {
    assertThat(node.cluster() + node.worker()).isNotEmpty().doesNotContain(SECRET);
    assertThat(node.processes("")).extracting(Node::command).isNotEmpty();
    assertThat(node.processes(SECRET)).isEmpty();
    assertThat(read(directory, "")).isNotEmpty().doesNotContain(SECRET);
  }

  /** All files below a folder whose path has a word in it; bytes as they are. */
  private static String read(Path folder, String word) throws IOException {
    StringBuilder all = new StringBuilder();
    LiveFiles.forEach(
        folder,
        Set.of(),
        file -> {
          if (file.toString().contains(word)) {
            all.append(Files.readString(file, ISO_8859_1));
          }
        });
    return all.toString();
  }
}
