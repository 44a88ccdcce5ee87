package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.variometer.stream.EndsRight.assertEndsRight;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real HDFS, which is in safe mode for a while. */
class SafeModeTest {
  private static final String CHECKPOINTS = "variometer.stream.checkpoint.directory";
  private static final String SNAPSHOTS = "variometer.stream.snapshot.directory";

  @TempDir private Path folder;
  private MiniDFSCluster hdfs;

  @BeforeEach
  void start() throws IOException {
    Configuration configuration = new HdfsConfiguration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    // They log through a library that is banned here.
    configuration.set("dfs.namenode.metrics.logger.period.seconds", "0");
    configuration.set("dfs.datanode.metrics.logger.period.seconds", "0");
    hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    hdfs.waitActive();
  }

  @AfterEach
  void stop() {
    hdfs.shutdown();
  }

  @Test
  @Tag("campaign")
  void aStreamWhoseCheckpointsAreThereStopsAndGoesOnWhereItWas() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(2);
    GeneratedLog log = GeneratedLog.of(73, 400, world.name());
    Config config =
        config(world, Map.of(CHECKPOINTS, hdfs.getURI() + "/checkpoint", SNAPSHOTS, snapshots()));
    world.send(log.records().subList(0, 200));
    try (ObservedRun run = new ObservedRun(config, false)) {
      run.awaitAll();
      safeMode(SafeModeAction.SAFEMODE_ENTER);
      world.send(log.records().subList(200, log.records().size()));
      assertThat(run.awaitFailure()).contains("safe mode");
    }
    assertThatThrownBy(() -> new ObservedRun(config, false))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("safe mode");
    safeMode(SafeModeAction.SAFEMODE_LEAVE);
    try (ObservedRun run = new ObservedRun(config, false)) {
      MicroBatch last = run.awaitCaughtUp();
      run.run().stop();
      assertEndsRight(world, config, log, last.accounting().toJson());
    }
  }

  @Test
  @Tag("campaign")
  void aStreamWhoseSnapshotsAloneAreThereGoesOnAndTakesTheNextOneWhenItCan() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(2);
    GeneratedLog log = GeneratedLog.of(74, 400, world.name());
    Config config =
        config(world, Map.of(SNAPSHOTS, snapshots(), "variometer.stream.snapshot.batches", "1"));
    world.send(log.records().subList(0, 200));
    try (ObservedRun run = new ObservedRun(config, false)) {
      run.awaitAll();
      awaitOther(run, Set.of());
      safeMode(SafeModeAction.SAFEMODE_ENTER);
      Set<String> before = taken();
      world.send(log.records().subList(200, log.records().size()));
      run.awaitAll();
      int committed = run.batches().size();
      run.await(batch -> run.batches().size() > committed + 2);
      assertThat(taken()).isEqualTo(before);
      safeMode(SafeModeAction.SAFEMODE_LEAVE);
      awaitOther(run, before);
      MicroBatch last = run.awaitAll();
      safeMode(SafeModeAction.SAFEMODE_ENTER);
      // The last snapshot can't be taken, and all is well nevertheless.
      run.run().stop();
      assertEndsRight(world, config, log, last.accounting().toJson());
    }
  }

  private void awaitOther(ObservedRun run, Set<String> known) throws Exception {
    run.await(
        batch -> {
          try {
            return !known.containsAll(taken());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void safeMode(SafeModeAction action) throws IOException {
    hdfs.getFileSystem().setSafeMode(action);
  }

  private String snapshots() {
    return hdfs.getURI() + "/snapshots";
  }

  /** The snapshots that are whole. */
  private Set<String> taken() throws IOException {
    FileStatus[] found =
        hdfs.getFileSystem()
            .globStatus(new org.apache.hadoop.fs.Path("/snapshots/*/*/*/*/snapshot.json"));
    return Arrays.stream(found)
        .map(status -> status.getPath().getParent().getName())
        .collect(Collectors.toSet());
  }

  private static Config config(StreamWorld world, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put(GeneratedLog.MAX_BEACONS_KEY, GeneratedLog.maxBeacons());
    options.put("variometer.stream.batch-interval", "2s");
    options.put("variometer.stream.checkpoint.batches", "1");
    options.put("variometer.kairosdb.request-timeout", "1s");
    return world.config(Optional.empty(), options);
  }
}
