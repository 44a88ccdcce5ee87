package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.variometer.config.VariometerConfig;
import org.variometer.local.Accounting;
import org.variometer.session.SessionCounts;
import org.variometer.slot.Slot;
import org.variometer.spark.Rules;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;
import org.variometer.store.manifest.RecordedRules;

/** Which of the batch's slots is a start, and that others are named with the reason (spec §7). */
class SlotChoiceTest {
  private static final Slot NEWEST =
      new Slot(Instant.parse("2024-11-21T12:00:00Z"), Duration.ofMinutes(30));
  private static final int RECORDS = 200;

  @Test
  void theNewestThatFitsIsGoneOnFromAndEachOtherIsNamed() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    Config config = config(world);
    world.send(GeneratedLog.of(41, RECORDS, world.name()).records());
    String topic = new BeaconTopic(VariometerConfig.from(config).kafka()).id();
    String key = new Rules(config).visitorKey();
    String rules = RecordedRules.of(config);
    String inEuros =
        RecordedRules.of(
            config.withValue(
                "variometer.currency.reporting", ConfigValueFactory.fromAnyRef("EUR")));
    Manifests manifests =
        new Manifests(world.batch().toString(), NEWEST.length(), new Configuration());
    List<Manifest> newestFirst = new ArrayList<>();
    newestFirst.add(manifest(0, topic, Map.of(), rules, key));
    newestFirst.add(manifest(1, "", Map.of(0, 50L), rules, key));
    newestFirst.add(manifest(2, topic, Map.of(0, 50L), rules, ""));
    newestFirst.add(manifest(3, "another", Map.of(0, 50L), rules, key));
    newestFirst.add(manifest(4, topic, Map.of(0, 50L), inEuros, key));
    newestFirst.add(manifest(5, topic, Map.of(0, 50L), rules, "another"));
    newestFirst.add(manifest(6, topic, Map.of(0, RECORDS + 1L), rules, key));
    newestFirst.add(manifest(7, topic, Map.of(0, 50L, 1, 0L), rules, key));
    newestFirst.add(manifest(8, topic, Map.of(0, 50L), "no rules", key));
    newestFirst.add(manifest(9, topic, Map.of(0, (long) RECORDS), rules, key));
    newestFirst.add(manifest(10, topic, Map.of(0, 50L), rules, key));
    for (int back = newestFirst.size() - 1; back >= 0; back--) {
      manifests.publish(slot(back), newestFirst.get(back));
    }
    try (ObservedRun run = new ObservedRun(config, false)) {
      List<String> notes = run.notes();
      assertPassedOver(notes, 0, "nothing of the log is in it");
      assertPassedOver(notes, 1, "an earlier release ran it");
      assertPassedOver(notes, 2, "an earlier release ran it");
      assertPassedOver(notes, 3, "it is of another topic of that name");
      assertPassedOver(notes, 4, "it has amounts in EUR, the configuration asks for USD");
      assertPassedOver(notes, 5, "another key of the visitors' hash");
      assertPassedOver(notes, 6, "got as far as offset 201 of partition 0, which ends at 200");
      assertPassedOver(notes, 7, "knows partition 1, which is gone");
      assertPassedOver(notes, 8, "its rules can't be understood");
      assertThat(notes.get(10))
          .as("all that there is has been read, and no more is needed")
          .contains("going on from slot " + slot(9) + " of the batch");
      assertThat(notes).noneMatch(note -> note.contains(slot(10).name()));
      MicroBatch batch = run.awaitCaughtUp();
      assertThat(batch.sum().intake().read()).as("what the slot says").isEqualTo(7);
      run.run().stop();
    }
  }

  @Test
  void oneThatCannotBeReachedNowStopsTheStartInsteadOfBeingPassedOver() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    Map<String, String> away = new HashMap<>();
    away.put("variometer.batch.directory", "hdfs://127.0.0.1:1/batch");
    away.put("variometer.stream.spark.\"spark.hadoop.ipc.client.connect.max.retries\"", "0");
    assertThat(startError(world.config(Optional.empty(), away)))
        .contains("hdfs://127.0.0.1:1/batch", "can't be gone on from now", "Start again");
  }

  @Test
  void withoutADirectoryOfTheBatchesNothingIsSaidOfIt() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    try (ObservedRun run = new ObservedRun(config(world), false)) {
      assertThat(run.notes()).noneMatch(note -> note.contains("slot"));
    }
    assertThat(world.batch()).doesNotExist();
  }

  private static String startError(Config config) {
    try (ObservedRun run = new ObservedRun(config, false)) {
      throw new AssertionError("it started: " + run.notes());
    } catch (StreamException e) {
      return e.getMessage();
    }
  }

  private static void assertPassedOver(List<String> notes, int back, String reason) {
    assertThat(notes.get(1 + back))
        .startsWith("slot " + slot(back) + " of the batch passed over: ")
        .contains(reason);
  }

  private static Config config(StreamWorld world) {
    return world.config(Optional.empty(), Map.of());
  }

  private static Slot slot(int back) {
    return new Slot(NEWEST.end().minus(NEWEST.length().multipliedBy(back)), NEWEST.length());
  }

  /** Of a slot after which nothing is known but that seven records were read. */
  private static Manifest manifest(
      int back, String topic, Map<Integer, Long> until, String rules, String visitorKey) {
    SortedMap<Integer, List<Long>> offsets = new TreeMap<>();
    until.forEach((partition, offset) -> offsets.put(partition, List.of(0L, offset)));
    Accounting seven = new Accounting(7, Map.of(), 0, new SessionCounts(7, 0, 0, 1, 1));
    return new Manifest(
        slot(back).name(),
        slot(back).folder() + "-run",
        slot(back).length().toMinutes(),
        1,
        offsets,
        topic,
        new Manifest.Sealing(0, 0, 0, Long.MAX_VALUE),
        seven,
        seven,
        0,
        new TreeMap<>(),
        new Manifest.RanWith("0.1.0", "c0ffee", rules, visitorKey),
        new TreeMap<>(),
        List.of(),
        List.of(),
        "");
  }
}
