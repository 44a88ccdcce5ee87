package org.variometer.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.StreamSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.control.Lease;
import org.variometer.control.Role;
import org.variometer.kairos.Ticker;
import org.variometer.monitor.action.Death;
import org.variometer.monitor.action.SubmissionRestarter;
import org.variometer.monitor.probe.JsonPages;
import org.variometer.monitor.probe.MasterProbe;
import org.variometer.services.KairosService;
import org.variometer.services.Signals;
import org.variometer.services.SparkService;

/**
 * The monitor, a real stream whose driver runs in a real standalone cluster, a real mail server,
 * and what goes wrong on such days.
 */
@Tag("campaign")
@Timeout(900)
class ClusterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String OPEN_AFTER = "variometer.monitor.incidents.open-after-checks";
  private static final String SUPERVISE =
      "variometer.monitor.restart.submission.properties.\"spark.driver.supervise\"";

  @TempDir private Path folder;

  private final List<String> posted = Collections.synchronizedList(new ArrayList<>());
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aStreamThatDiesOrFreezesRunsAgainAndNothingIsStartedWhileKairosDbIsDown() throws Exception {
    try (Scenery scenery = Scenery.in(folder, posted)) {
      VariometerConfig config = config(scenery, StreamInCluster.class, Map.of());
      try (MonitorApp monitor = MonitorApp.of(config, false, notes::add)) {
        submit(config);
        checkUntil(monitor, "nothing: the stream works");
        checkTimes(monitor, 10);
        assertThat(posted).as("%s", notes).isEmpty();

        scenery.drivers().forEach(ProcessHandle::destroyForcibly);
        checkUntil(monitor, "restart: ");
        checkUntil(monitor, "nothing: the stream works");
        awaitPosted(monitor, 2);
        assertThat(posted.get(0)).contains("\"kind\":\"opened\"", "submitted driver-");
        assertThat(posted.get(1)).contains("\"kind\":\"over\"", "\"subject\":\"stream\"");

        for (ProcessHandle driver : scenery.drivers()) {
          Signals.suspend(driver.pid());
        }
        checkUntil(monitor, "restart: ");
        checkUntil(monitor, "nothing: the stream works");
        awaitPosted(monitor, 4);
        assertThat(posted.get(2)).contains("killed driver-", "submitted driver-");

        KairosService kairos = scenery.services().kairos();
        kairos.kill();
        checkUntil(monitor, "hold: the stream is left alone, because KairosDB");
        scenery.drivers().forEach(ProcessHandle::destroyForcibly);
        checkTimes(monitor, 5);
        assertThat(restarts()).isEqualTo(2);
        kairos.start();
        checkUntil(monitor, "restart: ");
        checkUntil(monitor, "nothing: the stream works");
        awaitPosted(monitor, 8);
        assertThat(restarts()).isEqualTo(3);
        assertThat(scenery.mail().getReceivedMessages()).hasSize(8);
      }
    }
  }

  @Test
  void aStreamWhoseTaskHangsOrWhoseWorkerDiesRunsAgain() throws Exception {
    try (Scenery scenery = Scenery.in(folder, posted)) {
      VariometerConfig config = config(scenery, StreamInCluster.class, Map.of());
      try (MonitorApp monitor = MonitorApp.of(config, false, notes::add)) {
        submit(config);
        checkUntil(monitor, "nothing: the stream works");

        // The first one has nothing to catch up with, for which it would be given time.
        for (ProcessHandle executor : scenery.executors()) {
          Signals.suspend(executor.pid());
        }
        checkUntil(monitor, "restart: ");
        checkUntil(monitor, "nothing: the stream works");
        awaitPosted(monitor, 2);
        assertThat(posted.get(0))
            .contains("a task has run for", "no micro-batch was committed for");
        assertThat(restarts()).isEqualTo(1);

        SparkService worker = scenery.workerOfDriver();
        worker.kill();
        // As the operating system does with its services.
        worker.start();
        checkUntil(monitor, "restart: ");
        checkUntil(monitor, "nothing: the stream works");
        awaitPosted(monitor, 4);
        assertThat(restarts()).isEqualTo(2);
      }
    }
  }

  /** In the seconds that this takes two witnesses agree, and both are right. */
  @Test
  void aDriverThatIsKilledAndSupervisedComesBackAndTheMonitorStartsNothing() throws Exception {
    try (Scenery scenery = Scenery.in(folder, posted)) {
      VariometerConfig config =
          config(
              scenery,
              StreamInCluster.class,
              Map.of(
                  SUPERVISE,
                  "true",
                  // Also where this machine has other work.
                  "variometer.monitor.restart.relaunch",
                  "80s"));
      try (MonitorApp monitor = MonitorApp.of(config, false, notes::add)) {
        submit(config);
        checkUntil(monitor, "nothing: the stream works");
        long killed = scenery.drivers().get(0).pid();
        scenery.drivers().forEach(ProcessHandle::destroyForcibly);
        checkUntil(monitor, "hold: Spark starts the stream's driver again");
        checkUntil(monitor, "nothing: the stream works");
        checkTimes(monitor, 10);
        assertThat(scenery.drivers()).hasSize(1).noneMatch(driver -> driver.pid() == killed);
        assertThat(restarts()).as("%s", notes).isZero();
        assertThat(posted).as("%s", notes).isEmpty();
      }
    }
  }

  @Test
  void whatComesAndGoesIsOneIncidentAndNobodyRestartsAStreamThatWorks() throws Exception {
    try (Scenery scenery = Scenery.in(folder, posted)) {
      VariometerConfig config =
          config(
              scenery,
              StreamInCluster.class,
              // What one witness alone says of a stream that works is told here as by default.
              Map.of(OPEN_AFTER, Integer.toString(openAfterByDefault())));
      try (MonitorApp monitor = MonitorApp.of(config, false, notes::add)) {
        submit(config);
        checkUntil(monitor, "nothing: the stream works");
        KairosService kairos = scenery.services().kairos();
        for (int i = 0; i < 4; i++) {
          kairos.kill();
          checkUntil(monitor, "hold: the stream is left alone, because KairosDB");
          kairos.start();
          checkTimes(monitor, 2);
        }
        assertThat(posted).as("%s", notes).hasSize(1);
        awaitPosted(monitor, 2);
        assertThat(posted.get(1)).contains("\"kind\":\"over\"", "\"subject\":\"kairosdb\"");

        // As many as in ten hours by default.
        checkTimes(monitor, 120);
        assertThat(posted).as("%s", notes).hasSize(2);
        assertThat(restarts()).isZero();
      }
    }
  }

  /** The master starts its driver again and again, and calls it running. */
  @Test
  void aStreamThatFailsInMainIsStartedAsOftenAsTheBudgetAllowsThenSomebodyIsCalled()
      throws Exception {
    try (Scenery scenery = Scenery.in(folder, posted)) {
      VariometerConfig config =
          config(
              scenery,
              FailsInMain.class,
              Map.of(
                  "variometer.monitor.restart.budget-per-hour",
                  "2",
                  "variometer.monitor.restart.grace",
                  "2s",
                  SUPERVISE,
                  "true"));
      try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
        // As a stream that ran here before has left it.
        Lease.claim(client, Role.STREAM, config.region(), Duration.ofSeconds(1)).close();
        String lastBatch =
            client
                .paths()
                .lastBatch(config.region(), config.stream().consumer(), config.kafka().beacons());
        client.ensure(lastBatch);
        client.curator().setData().forPath(lastBatch, "1000".getBytes(UTF_8));
      }
      try (MonitorApp monitor = MonitorApp.of(config, false, notes::add)) {
        checkUntil(monitor, "page: ");
        checkTimes(monitor, 10);
        assertThat(restarts()).isEqualTo(2);
        assertThat(posted).hasSize(2);
        assertThat(posted.get(0)).contains("\"kind\":\"opened\"");
        assertThat(posted.get(1)).contains("\"kind\":\"page\"", "somebody has to look");
      }
    }
  }

  private static int openAfterByDefault() {
    return VariometerConfig.from(VariometerConfig.load(Optional.empty(), Map.of()))
        .monitor()
        .incidents()
        .openAfterChecks();
  }

  private int restarts() {
    synchronized (notes) {
      return (int) notes.stream().filter(note -> note.contains(" restart: ")).count();
    }
  }

  private void checkUntil(MonitorApp monitor, String decision) throws Exception {
    int from = notes.size();
    long end = System.nanoTime() + PATIENCE.toNanos();
    do {
      assertThat(System.nanoTime()).as("%s in %s", decision, notes).isLessThan(end);
      checkTimes(monitor, 1);
    } while (notes.subList(from, notes.size()).stream().noneMatch(n -> n.contains(decision)));
  }

  private static void checkTimes(MonitorApp monitor, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      monitor.check();
      // The interval between two checks.
      new CountDownLatch(1).await(1, TimeUnit.SECONDS);
    }
  }

  private void awaitPosted(MonitorApp monitor, int number) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (posted.size() < number) {
      assertThat(System.nanoTime()).as("%s", notes).isLessThan(end);
      checkTimes(monitor, 1);
    }
  }

  /** The monitor's configuration, and the stream's, which is in a file. */
  private VariometerConfig config(Scenery scenery, Class<?> main, Map<String, String> more)
      throws IOException {
    Path home = Path.of(System.getProperty("variometer.home")).toAbsolutePath();
    String java =
        "@"
            + home.resolve("deploy/conf/java-17.options")
            + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1";
    String classPath = System.getProperty("java.class.path");
    String spark = "variometer.stream.spark.";
    Map<String, String> keys = SharedServices.options(scenery.services(), Map.of());
    keys.put("variometer.stream.master", scenery.master().url());
    keys.put("variometer.stream.batch-interval", "1s");
    keys.put("variometer.stream.shards", "4");
    keys.put("variometer.stream.parallelism", "2");
    keys.put("variometer.stream.checkpoint.directory", folder.resolve("checkpoint").toString());
    keys.put("variometer.stream.snapshot.directory", folder.resolve("snapshots").toString());
    keys.put("variometer.batch.directory", folder.resolve("batch").toString());
    keys.put(spark + "\"spark.ui.port\"", "0");
    keys.put(spark + "\"spark.driver.host\"", "127.0.0.1");
    keys.put(spark + "\"spark.driver.bindAddress\"", "127.0.0.1");
    keys.put(spark + "\"spark.cores.max\"", "1");
    keys.put(spark + "\"spark.executor.memory\"", "512m");
    keys.put(spark + "\"spark.executor.extraClassPath\"", classPath);
    keys.put(spark + "\"spark.executor.extraJavaOptions\"", java);
    Path file = folder.resolve("stream.conf");
    Files.writeString(
        file,
        VariometerConfig.load(Optional.empty(), keys)
            .withOnlyPath("variometer")
            .root()
            .render(ConfigRenderOptions.concise()));
    String monitor = "variometer.monitor.";
    keys.put(monitor + "directory", folder.resolve("monitor").toString());
    keys.put(monitor + "spark-masters.0", scenery.master().pages().toString());
    keys.put(monitor + "limits.no-batch-intervals", "60");
    keys.put(monitor + "limits.task-intervals", "60");
    keys.put(monitor + "limits.scheduling-delay-intervals", "600");
    keys.put(monitor + "limits.total-delay-intervals", "600");
    keys.put(monitor + "probe-timeout", "5s");
    // A second apart, and the stream is only just killed or begun: what one alone says is no alert.
    keys.put(OPEN_AFTER, "1000");
    keys.put(monitor + "restart.by", "submission");
    keys.put(monitor + "restart.first-delay", "1s");
    keys.put(monitor + "restart.grace", "90s");
    String submission = monitor + "restart.submission.";
    keys.put(submission + "api-url", "http://127.0.0.1:" + scenery.api());
    keys.put(submission + "main-class", main.getName());
    keys.put(submission + "jar", emptyJar().toString());
    keys.put(submission + "arguments.0", file.toString());
    keys.put(submission + "properties.\"spark.driver.memory\"", "512m");
    keys.put(submission + "properties.\"spark.driver.extraClassPath\"", classPath);
    keys.put(submission + "properties.\"spark.driver.extraJavaOptions\"", java);
    keys.put(monitor + "mail.host", "127.0.0.1");
    keys.put(monitor + "mail.port", Integer.toString(scenery.mail().getSmtp().getPort()));
    keys.put(monitor + "mail.security", "none");
    keys.put(monitor + "mail.to.0", "night@example.com");
    keys.put(monitor + "webhook.url", scenery.hookUrl());
    keys.putAll(more);
    return VariometerConfig.from(VariometerConfig.load(Optional.empty(), keys));
  }

  /** What is run lies on the class path; a submission has to have a jar. */
  private Path emptyJar() throws IOException {
    Path jar = folder.resolve("app.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream archive = new JarOutputStream(out)) {
      archive.finish();
    }
    return jar;
  }

  /** As somebody does by hand, the first time. */
  private static void submit(VariometerConfig config) throws Exception {
    JsonPages pages = new JsonPages(Optional.empty(), Duration.ofSeconds(20));
    String application = StreamSettings.application(config.region());
    new SubmissionRestarter(
            config.monitor().restart().submission().orElseThrow(),
            application,
            "3.5.5",
            new MasterProbe(
                config.monitor().masters(), application, StreamInCluster.class.getName(), pages),
            pages,
            new Death(PATIENCE, Ticker.SYSTEM))
        .restart(() -> {});
  }
}
