package org.variometer.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the services do that run for a demo, and what is left of it when they are killed. */
@Timeout(120)
class ServicesTest {
  private static final int PARTITIONS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;

  private static Services services;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    services = Services.in(folder);
    services.start(PARTITIONS);
  }

  @AfterAll
  static void stop() {
    List<ProcessHandle> processes =
        services.all().stream().map(service -> ProcessHandle.of(service.pid()).get()).toList();
    services.close();
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    assertThat(services.all()).noneMatch(Service::isAlive);
  }

  @Test
  void kafkaKeepsOldAndLongRecordsWhenKilled() throws Exception {
    TopicPartition partition = new TopicPartition(Services.BEACONS, PARTITIONS - 1);
    byte[] value = "x".repeat(300 << 10).getBytes(UTF_8);
    long longAgo = 1_000_000;
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer
          .send(
              new ProducerRecord<>(partition.topic(), partition.partition(), longAgo, null, value))
          .get();
    }
    int port = services.kafka().port();
    services.kafka().kill();
    assertThat(services.kafka().isAlive()).isFalse();
    services.kafka().start();
    assertThat(services.kafka().port()).isEqualTo(port);
    ConsumerRecord<byte[], byte[]> record = first(partition);
    assertThat(record.value()).isEqualTo(value);
    assertThat(record.timestamp()).isEqualTo(longAgo);
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, services.kafka().bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static ConsumerRecord<byte[], byte[]> first(TopicPartition partition) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", services.kafka().bootstrapServers());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(PATIENCE);
        if (!records.isEmpty()) {
          return records.iterator().next();
        }
      }
      throw new AssertionError("no record came");
    }
  }

  @Test
  void topicsKeepRecordsForeverAndTakeLongOnes() throws Exception {
    ConfigResource beacons = new ConfigResource(ConfigResource.Type.TOPIC, Services.BEACONS);
    ConfigResource rejected = new ConfigResource(ConfigResource.Type.TOPIC, Services.REJECTED);
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, services.kafka().bootstrapServers()))) {
      for (Config config : admin.describeConfigs(List.of(beacons, rejected)).all().get().values()) {
        assertThat(config.get("retention.ms").value()).isEqualTo("-1");
        assertThat(config.get("message.timestamp.type").value()).isEqualTo("CreateTime");
        assertThat(config.get("max.message.bytes").value()).isEqualTo("1048588");
      }
    }
  }

  @Test
  void topicsThatAreThereStayAndTheirPartitionsToo() throws IOException {
    services.kafka().createTopics(List.of(new Topic(Services.BEACONS, PARTITIONS)));
    assertThatThrownBy(
            () -> services.kafka().createTopics(List.of(new Topic(Services.BEACONS, 64))))
        .isInstanceOf(ServiceException.class)
        .hasMessage(
            "the topic beacons has 3 partitions already, not 64; ask for 3, or begin with an empty"
                + " data directory");
  }

  @Test
  void zooKeeperKeepsItsNodesWhenKilled() throws Exception {
    ZooKeeper before = zooKeeper();
    before.create("/a", new byte[] {7}, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    before.close();
    services.zooKeeper().kill();
    services.zooKeeper().start();
    ZooKeeper after = zooKeeper();
    assertThat(after.getData("/a", false, null)).containsExactly(7);
    after.close();
  }

  private static ZooKeeper zooKeeper() throws IOException, InterruptedException {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper client =
        new ZooKeeper(
            services.zooKeeper().address(),
            10_000,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    assertThat(connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return client;
  }

  @Test
  void kairosKeepsPointsWhenKilled() throws Exception {
    put("kept", 42.5);
    assertThat(values("kept")).contains("[1000,42.5]");
    // H2 writes what was committed a little later. A write that has begun after that has it.
    Path file = folder.resolve("kairosdb/h2/kairosdb.mv.db");
    for (int writes = 0; writes < 2; writes++) {
      FileTime before = Files.getLastModifiedTime(file);
      while (Files.getLastModifiedTime(file).equals(before)) {
        put("later", 1);
      }
    }
    services.kairos().kill();
    services.kairos().start();
    assertThat(values("kept")).contains("[1000,42.5]");
  }

  @Test
  void kairosGroupsByTags() throws Exception {
    put("grouped", 1);
    assertThat(
            post(
                    "/api/v1/datapoints/query",
                    """
                    {"start_absolute": 0, "metrics": [
                      {"name": "grouped", "group_by": [{"name": "tag", "tags": ["site"]}]}]}
                    """)
                .body())
        .contains("\"group\":{\"site\":\"shop\"}");
  }

  private void put(String metric, double value) throws Exception {
    String points =
        """
        [{"name": "%s", "type": "double", "datapoints": [[1000, %s]], "tags": {"site": "shop"}}]
        """;
    assertThat(post("/api/v1/datapoints", points.formatted(metric, value)).statusCode())
        .isEqualTo(204);
  }

  private String values(String metric) throws Exception {
    return post(
            "/api/v1/datapoints/query",
            "{\"start_absolute\": 0, \"metrics\": [{\"name\": \"" + metric + "\"}]}")
        .body();
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    URI url = services.kairos().url().resolve(path);
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(url).POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isLessThan(300);
    return response;
  }

  @Test
  void aStopInGoodOrderLosesNothing() throws Exception {
    put("stopped", 3.5);
    services.kairos().restart();
    assertThat(values("stopped")).contains("[1000,3.5]");
  }

  @Test
  void ctrlCInTheTerminalStopsNoService() throws Exception {
    CompletableFuture<Service> exit = services.onExit();
    for (Service service : services.all()) {
      for (String signal : List.of("-INT", "-HUP")) {
        Process kill =
            new ProcessBuilder("kill", signal, Long.toString(service.pid())).inheritIO().start();
        assertThat(kill.waitFor()).isZero();
      }
    }
    assertThatThrownBy(() -> exit.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    assertThat(services.all()).allMatch(Service::isAlive);
  }

  @Test
  void whatRunsIsNotStartedAgain() throws IOException {
    long pid = services.zooKeeper().pid();
    services.zooKeeper().start();
    assertThat(services.zooKeeper().pid()).isEqualTo(pid);
  }

  @Test
  void allListenAtThisMachinesOwnAddressOnly() {
    assertThat(services.all())
        .allSatisfy(service -> assertThat(service.address()).startsWith("127.0.0.1:"));
    assertThat(services.all().stream().map(Service::port).distinct()).hasSize(3);
  }
}
