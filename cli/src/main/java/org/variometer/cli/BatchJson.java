package org.variometer.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.function.Consumer;
import org.variometer.log.LogProgress;
import org.variometer.stream.MicroBatch;

/**
 * Says in a line of JSON what each micro-batch did, and what else there is to say, for who collects
 * lines. Fields are only ever added.
 */
final class BatchJson {
  private static final JsonMapper JSON = new JsonMapper();
  private static final double MILLIS = 1000;

  private final Consumer<String> lines;
  private final String region;

  BatchJson(Consumer<String> lines, String region) {
    this.lines = lines;
    this.region = region;
  }

  void accept(MicroBatch batch) {
    ObjectNode line = line("micro-batch", Instant.ofEpochMilli(batch.time()));
    line.put("writes", batch.writes());
    line.put("read", batch.batch().intake().read());
    line.put("accepted", batch.batch().intake().accepted());
    ObjectNode rejected = line.putObject("rejected");
    batch.batch().intake().rejected().forEach((why, n) -> rejected.put(why.wireName(), n));
    line.put("duplicate", batch.batch().sessions().duplicate());
    line.put("points", batch.points());
    line.put("sessions_held", batch.gauges().sessions());
    line.put("buckets_held", batch.gauges().buckets());
    line.put("late_contributions", batch.gauges().lateContributions());
    if (batch.passed() != LogProgress.NOT_BEGUN) {
      line.put("log_passed", Instant.ofEpochMilli(batch.passed()).toString());
    }
    batch.sealing().ifPresent(through -> line.put("left_to_batch", through.toString()));
    line.put("committed_after_seconds", batch.delayMillis() / MILLIS);
    ObjectNode offsets = line.putObject("next_offsets");
    batch.nextOffsets().forEach((partition, offset) -> offsets.put(partition.toString(), offset));
    lines.accept(line.toString());
  }

  void note(Instant at, String note) {
    lines.accept(line("note", at).put("text", note).toString());
  }

  private ObjectNode line(String event, Instant at) {
    return JSON.createObjectNode()
        .put("event", event)
        .put("time", at.toString())
        .put("region", region);
  }
}
