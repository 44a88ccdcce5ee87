package org.variometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.RejectReason;
import org.variometer.log.ArrivalDigest;
import org.variometer.log.LogProgress;
import org.variometer.session.SessionCounts;
import org.variometer.shard.Intake;
import org.variometer.shard.MeterYield.Gauges;
import org.variometer.shard.RunCounts;
import org.variometer.stream.MicroBatch;

/** Each micro-batch is one line of JSON that machines can read. */
class BatchJsonTest {
  private static final long TIME = 1_795_176_000_000L;

  private final List<String> lines = new ArrayList<>();
  private final BatchJson json = new BatchJson(lines::add, "eu");

  @Test
  void aMicroBatchIsOneLineWithAllThatOperationsNeed() throws Exception {
    json.accept(batch(TIME - 60_000, Optional.of(Instant.ofEpochMilli(TIME - 3_600_000))));
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).doesNotContain("\n");
    JsonNode expected =
        new JsonMapper()
            .readTree(
                """
                {"event": "micro-batch", "time": "2026-11-20T12:00:00Z", "region": "eu",
                 "writes": true, "read": 10, "accepted": 7, "rejected": {"bot": 3},
                 "duplicate": 0, "points": 42, "sessions_held": 5, "buckets_held": 6,
                 "late_contributions": 1, "log_passed": "2026-11-20T11:59:00Z",
                 "left_to_batch": "2026-11-20T11:00:00Z", "committed_after_seconds": 2.5,
                 "next_offsets": {"0": 100, "1": 200}}
                """);
    assertThat(new JsonMapper().readTree(lines.get(0)).toString()).isEqualTo(expected.toString());
  }

  @Test
  void whatIsNotKnownIsLeftOut() throws Exception {
    json.accept(batch(LogProgress.NOT_BEGUN, Optional.empty()));
    JsonNode line = new JsonMapper().readTree(lines.get(0));
    assertThat(line.has("log_passed")).isFalse();
    assertThat(line.has("left_to_batch")).isFalse();
  }

  @Test
  void aNoteIsALineToo() throws Exception {
    json.note(Instant.ofEpochMilli(TIME), "it says \"why\"");
    JsonNode line = new JsonMapper().readTree(lines.get(0));
    assertThat(line.path("event").asText()).isEqualTo("note");
    assertThat(line.path("text").asText()).isEqualTo("it says \"why\"");
  }

  private static MicroBatch batch(long passed, Optional<Instant> sealing) {
    RunCounts counts =
        new RunCounts(
            new Intake(10, Map.of(RejectReason.BOT, 3L), 0, 0, TIME, ArrivalDigest.NONE),
            SessionCounts.ZERO,
            0,
            0);
    return new MicroBatch(
        TIME,
        counts,
        counts,
        new Gauges(5, 6, 0, 0, 0, 1, 0),
        true,
        42,
        new TreeMap<>(Map.of(0, 100L, 1, 200L)),
        passed,
        sealing,
        2500);
  }
}
