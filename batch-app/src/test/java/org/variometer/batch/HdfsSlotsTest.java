package org.variometer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.local.BeaconFile;
import org.variometer.services.HiveMetastoreService;
import org.variometer.services.ServiceOptions;
import org.variometer.slot.Slot;

/** As in production: HDFS, whose NameNode has bad moments, and a metastore's server. */
class HdfsSlotsTest {
  @TempDir private Path folder;

  @Test
  void safeModeAndARestartedNameNodeInTheMiddleOfRunsChangeNothing() throws Exception {
    List<Line> traffic = Traffic.of(4, 800, Duration.ofHours(5));
    SortedMap<Slot, List<String>> slots = BatchWorld.slots(traffic, Duration.ofHours(4));
    List<Slot> order = new ArrayList<>(slots.keySet());
    MiniDFSCluster hdfs = SharedHdfs.get();
    try (BatchWorld world = new BatchWorld(folder);
        HiveMetastoreService metastore =
            new HiveMetastoreService(
                ServiceOptions.in(folder.resolve("metastore")).withBriefLife())) {
      metastore.start();
      Config config =
          world.config(
              Optional.empty(),
              Map.of(
                  "variometer.batch.slot-length",
                  "4h",
                  EventfulHdfs.IMPLEMENTATION,
                  EventfulHdfs.class.getName(),
                  EventfulHdfs.UNCACHED,
                  "true",
                  "variometer.session.max-beacons",
                  Integer.toString(Traffic.MAX_BEACONS),
                  "variometer.batch.hive.metastore",
                  metastore.url(),
                  "variometer.batch.directory",
                  hdfs.getURI() + "/batch"));
      Moments moments = new Moments();
      try (BatchApp app = BatchApp.start(config, moments, note -> {})) {
        Slot first = order.get(0);
        moments.atConfirmation(
            MortalTakeover.LAST_CONFIRMATION,
            () -> hdfs.getFileSystem().setSafeMode(SafeModeAction.SAFEMODE_ENTER));
        assertThatThrownBy(() -> run(app, world, first, slots)).hasMessageContaining("safe mode");
        hdfs.getFileSystem().setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
        assertThat(app.newest()).isEmpty();
        // It has landed, which asks once.
        moments.atConfirmation(
            MortalTakeover.LAST_CONFIRMATION - 1, () -> hdfs.restartNameNode(true));
        app.run(first);
        moments.beforeWriting.add(() -> hdfs.restartNameNode(true));
        EventfulHdfs.whenCreated("total_rows", 3, () -> hdfs.restartNameNode(true));
        List<Slot> rest = order.subList(1, order.size());
        runAgainIfItFails(app, rest.get(0), List.of(world.file(slots.get(rest.get(0)))));
        for (Slot slot : rest.subList(1, rest.size())) {
          run(app, world, slot, slots);
        }
        app.finish(order.get(order.size() - 1).next(), List.of(), bytes -> {});
        List<String> all = traffic.stream().map(Line::text).toList();
        assertThat(world.exported(config)).containsExactlyElementsOf(world.computed(config, all));
      }
    }
  }

  private static void run(
      BatchApp app, BatchWorld world, Slot slot, SortedMap<Slot, List<String>> slots)
      throws Exception {
    app.run(slot, List.of(world.file(slots.get(slot))), bytes -> {});
  }

  /** Whether it fails depends on what the other task does while the NameNode is gone. */
  private static void runAgainIfItFails(BatchApp app, Slot slot, List<BeaconFile> files)
      throws Exception {
    try {
      app.run(slot, files, bytes -> {});
      EventfulHdfs.awaitMoment();
    } catch (IOException e) {
      EventfulHdfs.awaitMoment();
      app.run(slot, files, bytes -> {});
    }
  }

  /** The right to be the batch where there is no other, at two moments of a run. */
  private static final class Moments extends LoneTakeover {
    private final Deque<EventfulHdfs.Moment> confirmations = new ArrayDeque<>();
    private final Deque<EventfulHdfs.Moment> beforeWriting = new ArrayDeque<>();

    /** Lets it happen when it is asked then whether it still is the batch, from 1. */
    void atConfirmation(int number, EventfulHdfs.Moment moment) {
      confirmations.addAll(Collections.nCopies(number - 1, () -> {}));
      confirmations.add(moment);
    }

    @Override
    public void confirm() {
      next(confirmations);
    }

    @Override
    public void take(Instant through) {
      next(beforeWriting);
    }

    private static void next(Deque<EventfulHdfs.Moment> moments) {
      if (!moments.isEmpty()) {
        try {
          moments.remove().happen();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
