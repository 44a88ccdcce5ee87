package org.variometer.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.slot.Slot;

/** However records are cut into slots, what is written in the end is what the library computes. */
class SlotsTest {
  @TempDir private Path folder;

  @Test
  void slotsComeToWhatTheLibraryComputesOfAllRecords() throws Exception {
    List<Line> traffic = Traffic.of(1, 20_000);
    try (BatchWorld world = new BatchWorld(folder)) {
      Config config =
          world.config(
              Optional.empty(),
              Map.of(
                  "variometer.batch.slot-length",
                  "1h",
                  "variometer.session.max-beacons",
                  Integer.toString(Traffic.MAX_BEACONS)));
      SortedMap<Slot, List<String>> slots = BatchWorld.slots(traffic, Duration.ofHours(1));
      try (BatchApp app = BatchApp.start(config, world.alone(), note -> System.err.println(note))) {
        for (Map.Entry<Slot, List<String>> slot : slots.entrySet()) {
          app.run(slot.getKey(), List.of(world.file(slot.getValue())), bytes -> {});
        }
        app.finish(slots.lastKey().next(), List.of(), bytes -> {});
      }
      List<String> all = traffic.stream().map(Line::text).toList();
      assertThat(world.exported(config)).containsExactlyElementsOf(world.computed(config, all));
    }
  }
}
