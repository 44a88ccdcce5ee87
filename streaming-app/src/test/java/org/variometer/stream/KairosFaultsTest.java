package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.local.MetricsReport;
import org.variometer.services.KairosService;
import org.variometer.services.ServiceOptions;

/** The stream waits for a KairosDB that is away, and stops when it stays away (spec §6). */
class KairosFaultsTest {
  private static final int EVENTS = 1500;

  @TempDir private Path folder;

  @Test
  @Tag("campaign")
  void refusedHungKilledAndStartedAgainItGetsAllInTheEnd() throws Exception {
    StreamWorld world = SharedServices.newWorld(2);
    GeneratedLog log = GeneratedLog.of(3, EVENTS, world.name());
    try (KairosService kairos = new KairosService(ServiceOptions.in(folder).withBriefLife())) {
      kairos.start();
      try (FaultyKairos faulty = new FaultyKairos(kairos.url())) {
        Config config = config(world, faulty, "60s");
        try (ObservedRun run = new ObservedRun(config, false)) {
          world.send(log.records());
          run.await(batch -> batch.batch().intake().read() > 0);
          faulty.refuse(5);
          faulty.hang(2);
          run.await(batch -> faulty.isSpent());
          kairos.kill();
          kairos.start();
          MicroBatch last = run.awaitAll();
          run.run().stop();
          assertEqual(world, config, log, last);
        }
      }
    }
  }

  @Test
  @Tag("campaign")
  void thatStaysAwayStopsTheStreamWhichGoesOnWhenItIsBack() throws Exception {
    StreamWorld world = SharedServices.newWorld(2);
    GeneratedLog log = GeneratedLog.of(4, EVENTS, world.name());
    try (FaultyKairos faulty = new FaultyKairos(world.services().kairos().url())) {
      Config config = config(world, faulty, "5s");
      List<MicroBatch> before;
      SortedMap<Integer, Long> committed;
      try (ObservedRun run = new ObservedRun(config, false)) {
        world.send(log.records());
        run.await(batch -> batch.batch().intake().read() > 0);
        faulty.refuse(Integer.MAX_VALUE);
        assertThat(run.awaitFailure()).contains("KairosDB", faulty.url().toString(), "500");
        before = run.batches();
        committed = world.committed(config);
        assertThatThrownBy(() -> run.run().await()).isInstanceOf(StreamException.class);
        assertThat(run.batches()).isEqualTo(before);
      }
      assertThat(world.committed(config)).isEqualTo(committed);
      assertThat(committed).isEqualTo(before.get(before.size() - 1).nextOffsets());
      faulty.refuse(0);
      try (ObservedRun run = new ObservedRun(config, false)) {
        assertThat(run.notes().get(0)).startsWith("going on from the checkpoint");
        MicroBatch last = run.awaitAll();
        run.run().stop();
        assertEqual(world, config, log, last);
      }
    }
  }

  @Test
  @Timeout(120)
  void thatStaysAwayEndsAGracefulStopWithTheReason() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    GeneratedLog log = GeneratedLog.of(5, EVENTS, world.name());
    try (FaultyKairos faulty = new FaultyKairos(world.services().kairos().url());
        ObservedRun run = new ObservedRun(config(world, faulty, "4s"), false)) {
      world.send(log.records());
      run.await(batch -> batch.batch().intake().read() > 0);
      faulty.refuse(Integer.MAX_VALUE);
      assertThatThrownBy(() -> run.run().stop())
          .isInstanceOf(StreamException.class)
          .hasMessageContaining("KairosDB");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  private static Config config(StreamWorld world, FaultyKairos faulty, String giveUpAfter) {
    Map<String, String> options = new HashMap<>();
    options.put(GeneratedLog.MAX_BEACONS_KEY, GeneratedLog.maxBeacons());
    options.put("variometer.stream.batch-interval", "2s");
    options.put("variometer.stream.max-rate-per-partition", "70");
    options.put("variometer.kairosdb.url", faulty.url().toString());
    options.put("variometer.kairosdb.request-timeout", "5s");
    options.put("variometer.kairosdb.retry.first-delay", "50ms");
    options.put("variometer.kairosdb.retry.max-delay", "200ms");
    options.put("variometer.kairosdb.retry.give-up-after", giveUpAfter);
    return world.config(Optional.empty(), options);
  }

  private static void assertEqual(
      StreamWorld world, Config config, GeneratedLog log, MicroBatch last) throws Exception {
    MetricsReport expected = log.asStream(config, world.directory());
    assertThat(last.accounting().toJson()).isEqualTo(expected.accounting().toJson());
    assertThat(world.exported(config, world.name() + "."))
        .containsExactlyInAnyOrderElementsOf(GeneratedLog.rows(expected));
  }
}
