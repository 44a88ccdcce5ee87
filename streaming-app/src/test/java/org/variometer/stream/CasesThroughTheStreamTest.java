package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.config.VariometerConfig;

/** Every worked example, through Kafka, the stream and KairosDB. */
class CasesThroughTheStreamTest {

  @Test
  void casesOfTheDefaultConfigurationInOneLog() throws Exception {
    checkDefault(3, 40, false);
  }

  @ParameterizedTest(name = "{0} partitions (by session: {2}), {1} records of one in a second")
  @CsvSource({"1, 1000, false", "2, 100, true"})
  @Tag("campaign")
  void theSameDividedOtherwise(int partitions, int rate, boolean bySession) throws Exception {
    checkDefault(partitions, rate, bySession);
  }

  private static void checkDefault(int partitions, int rate, boolean bySession) throws Exception {
    List<CaseLog> cases = CaseLog.all().stream().filter(c -> c.configuration().isEmpty()).toList();
    assertThat(cases).hasSize(31);
    check(cases, partitions, rate, bySession);
  }

  @Test
  void casesWithConfigurationsOfTheirOwn() throws Exception {
    List<CaseLog> cases =
        CaseLog.all().stream().filter(c -> c.configuration().isPresent()).toList();
    assertThat(cases).hasSize(2);
    for (CaseLog one : cases) {
      check(List.of(one), 3, 10, false);
    }
  }

  private static void check(List<CaseLog> cases, int partitions, int rate, boolean bySession)
      throws Exception {
    StreamWorld world = SharedServices.newWorld(partitions);
    Config config =
        world.config(
            cases.get(0).configuration(),
            Map.of(
                "variometer.stream.max-rate-per-partition",
                Integer.toString(rate),
                "variometer.stream.partitioned-by-session",
                Boolean.toString(bySession)));
    List<LogRecord> log = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    Map<String, Long> accounting = new HashMap<>();
    for (CaseLog one : cases) {
      log.addAll(one.records(VariometerConfig.from(config), world.name()));
      expected.addAll(one.rows(world.name()));
      add(accounting, one.accounting());
    }
    log.sort(Comparator.comparingLong(LogRecord::arrival));
    world.send(log);
    try (ObservedRun run = new ObservedRun(config, false)) {
      MicroBatch last = run.awaitAll();
      run.run().stop();
      int atMost = Math.max(1, rate * StreamWorld.INTERVAL_MILLIS / 1000) * partitions;
      assertThat(run.batches())
          .as("micro-batches, none greater than the rate allows")
          .hasSizeGreaterThan(1)
          .allMatch(batch -> batch.batch().intake().read() <= atMost);
      assertThat(world.exported(config, world.name() + "."))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(last.accounting().byName()).isEqualTo(accounting);
    }
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
