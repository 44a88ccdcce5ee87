package org.variometer.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;

/** Every worked example, in slots cut by arrival, through files, ORC and KairosDB. */
class CasesThroughTheBatchTest {
  private static final Duration LENGTH = Duration.ofHours(1);

  @TempDir private Path folder;

  @Test
  void casesOfTheDefaultConfigurationTogether() throws Exception {
    List<CaseLines> cases =
        CaseLines.all().stream().filter(c -> c.configuration().isEmpty()).toList();
    assertThat(cases).hasSize(31);
    check(
        cases,
        "2025-11-20T18:00:00.001Z",
        "2025-11-20T18:01:00Z",
        "2025-11-20T18:36:00Z",
        "2025-11-20T19:30:00Z",
        "2025-11-21T00:00:00Z",
        "2025-11-22T00:00:00Z",
        "2025-11-23T18:40:00.001Z");
  }

  @Test
  void aCaseOfQuarantine() throws Exception {
    check(
        List.of(new CaseLines(BatchWorld.caseFile("25-quarantine", "README").getParent())),
        "2025-11-20T18:00:02Z",
        "2025-11-20T18:00:03Z");
  }

  @Test
  void aCaseOfCustomMetrics() throws Exception {
    check(
        List.of(new CaseLines(BatchWorld.caseFile("26-custom-metrics", "README").getParent())),
        "2025-11-20T18:01:00Z",
        "2025-11-20T18:03:00Z");
  }

  /**
   * Runs cases in slots.
   *
   * @param ends the instants of arrival at which one slot ends and another begins
   */
  private void check(List<CaseLines> cases, String... ends) throws Exception {
    // One each: what is declared in another's configuration alone would stay.
    try (BatchWorld world = new BatchWorld(folder)) {
      check(world, cases, ends);
    }
  }

  private static void check(BatchWorld world, List<CaseLines> cases, String... ends)
      throws Exception {
    Config config =
        world.config(cases.get(0).configuration(), Map.of("variometer.batch.slot-length", "1h"));
    List<String> expected = new ArrayList<>();
    Map<String, Long> accounting = new HashMap<>();
    List<List<String>> parts = new ArrayList<>();
    for (int i = 0; i <= ends.length; i++) {
      parts.add(new ArrayList<>());
    }
    long first = Long.MAX_VALUE;
    for (CaseLines one : cases) {
      for (Line line : one.lines(VariometerConfig.from(config))) {
        int part = 0;
        while (part < ends.length && Instant.parse(ends[part]).toEpochMilli() <= line.arrival()) {
          part++;
        }
        parts.get(part).add(line.text());
        first = Math.min(first, line.arrival());
      }
      expected.addAll(one.rows());
      add(accounting, one.accounting());
    }
    assertThat(parts).as("slots with records").noneMatch(List::isEmpty);
    SortedMap<Slot, List<String>> slots = BatchWorld.slots(parts, first, LENGTH);
    try (BatchApp app = BatchApp.start(config, world.alone(), note -> {})) {
      world.runAll(app, slots);
    }
    assertThat(world.exported(config)).containsExactlyInAnyOrderElementsOf(expected);
    Manifest last = BatchWorld.manifest(config, slots.lastKey());
    assertThat(last.sum().byName()).isEqualTo(accounting);
  }

  private static void add(Map<String, Long> sum, JsonNode accounting) {
    accounting
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isObject()) {
                add(sum, field.getValue());
              } else {
                sum.merge(field.getKey(), field.getValue().asLong(), Long::sum);
              }
            });
  }
}
