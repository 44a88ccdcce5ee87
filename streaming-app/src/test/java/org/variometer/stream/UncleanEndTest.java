package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.variometer.metric.MetricKey;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Resolution;

/**
 * A stream that died leaves behind what nobody knows of any more: the one after it, which goes on
 * from the checkpoint, sees to it that the right values stand in the end.
 */
class UncleanEndTest {
  private static final long ARRIVAL = 1_763_661_600_000L;

  @Test
  void aRequestOfItsThatArrivesLateDoesNotStand() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    try (FaultyKairos kairos = new FaultyKairos(world.kairos())) {
      Config config = config(world, kairos, Map.of("variometer.kairosdb.connections", "1"));
      FaultyKairos.Kept late;
      try (ObservedRun died = new ObservedRun(config, false)) {
        died.await(batch -> true);
        world.send(List.of(pageView("a")));
        late = kairos.keepNext();
        late.await();
      }
      try (ObservedRun next = new ObservedRun(config, false)) {
        assertThat(next.notes().get(0)).startsWith("going on from the checkpoint");
        next.awaitAll();
        world.send(List.of(pageView("b")));
        next.await(batch -> batch.sum().intake().read() == 2);
        assertThat(pageViews(world, config)).containsExactly("2", "2");
        late.deliver();
        assertThat(pageViews(world, config)).as("the late request").containsExactly("1", "1");
        next.awaitCaughtUp();
        assertThat(pageViews(world, config)).containsExactly("2", "2");
      }
    }
  }

  @Test
  void whatKairosDbLostOrWroteAgainWhileNoStreamRanIsSetRightWhenTheNextOneStarts()
      throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    Config config =
        world.config(Optional.empty(), Map.of("variometer.stream.batch-interval", "3s"));
    world.send(List.of(pageView("a")));
    try (ObservedRun stopped = new ObservedRun(config, false)) {
      stopped.awaitAll();
      stopped.run().stop();
    }
    world.letStand(config, pageViewsOfMinute());
    try (ObservedRun next = new ObservedRun(config, false)) {
      assertThat(next.notes().get(0)).startsWith("going on from the checkpoint");
      assertThat(next.notes()).noneMatch(note -> note.contains("left something undone"));
      next.awaitCaughtUp();
      assertThat(next.notes()).anyMatch(note -> note.contains("; 1 cells that stood"));
      assertThat(pageViews(world, config)).containsExactly("1", "1");
    }
  }

  @Test
  void whatKairosDbLosesOfAnEarlierStreamsIsSetRightByTheNextOne() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    try (FaultyKairos kairos = new FaultyKairos(world.kairos())) {
      Config config = config(world, kairos, Map.of());
      world.send(List.of(pageView("a")));
      try (ObservedRun stopped = new ObservedRun(config, false)) {
        stopped.awaitAll();
        stopped.run().stop();
      }
      try (ObservedRun next = new ObservedRun(config, false)) {
        assertThat(next.notes().get(0)).startsWith("going on from the checkpoint");
        // Behind the comparison that every start makes.
        next.await(batch -> next.batches().size() > 5);
        world.letStand(config, pageViewsOfMinute());
        kairos.hang(1);
        next.await(
            batch ->
                next.notes().stream().anyMatch(note -> note.contains("1 cells stood in KairosDB")));
        assertThat(pageViews(world, config)).containsExactly("1", "1");
      }
    }
  }

  /** With this before KairosDB. */
  private static Config config(StreamWorld world, FaultyKairos kairos, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("variometer.kairosdb.url", kairos.url().toString());
    options.put("variometer.kairosdb.request-timeout", "2s");
    options.put("variometer.stream.batch-interval", "3s");
    return world.config(Optional.empty(), options);
  }

  private static Cell pageViewsOfMinute() {
    return new Cell(
        new MetricSeries("page_views", MetricKey.all("default"), Resolution.MINUTE), ARRIVAL);
  }

  /** Of the hour and of the minute. */
  private static List<String> pageViews(StreamWorld world, Config config) throws Exception {
    return world.exported(config, "").stream()
        .filter(row -> row.startsWith("page_views,"))
        .map(row -> row.substring(row.lastIndexOf(',') + 1))
        .toList();
  }

  private static LogRecord pageView(String id) {
    String beacon =
        """
        {"beaconId":"%s","sessionId":"s","visitorId":"v","timestamp":%d,"type":"pageView"}"""
            .formatted(id, ARRIVAL);
    return new LogRecord("s".getBytes(UTF_8), beacon.getBytes(UTF_8), ARRIVAL);
  }
}
