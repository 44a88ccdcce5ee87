package org.variometer.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.beacon.RejectReason;
import org.variometer.series.Cell;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;
import org.variometer.session.SessionCounts;

/**
 * Where every record went (spec §1): read = accepted + rejected; accepted = used + duplicate +
 * quarantined.
 *
 * @param read records read
 * @param rejected records rejected, by reason
 * @param ignoredPerformance load times ignored in accepted records
 * @param counts where the accepted ones went
 */
public record Accounting(
    long read, Map<RejectReason, Long> rejected, long ignoredPerformance, SessionCounts counts) {

  /** Copies the map. */
  public Accounting {
    Map<RejectReason, Long> copy = new EnumMap<>(RejectReason.class);
    copy.putAll(rejected);
    rejected = Collections.unmodifiableMap(copy);
  }

  /** The sum of both. */
  public Accounting plus(Accounting other) {
    Map<RejectReason, Long> sum = new EnumMap<>(RejectReason.class);
    sum.putAll(rejected);
    other.rejected.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return new Accounting(
        read + other.read,
        sum,
        ignoredPerformance + other.ignoredPerformance,
        counts.plus(other.counts));
  }

  /** Records accepted. */
  public long accepted() {
    return read - rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * All of it as points of the pipeline's series {@code accounting.*}.
   *
   * @param time where they stand, ms since the epoch
   */
  public List<Point> points(String region, String layer, long time) {
    List<Point> points = new ArrayList<>();
    numbers()
        .forEach(
            (name, number) ->
                points.add(
                    point(new PipelineSeries("accounting." + name, region, layer), time, number)));
    for (RejectReason reason : RejectReason.values()) {
      Map<String, String> tag = Map.of("reason", reason.wireName());
      points.add(
          point(
              new PipelineSeries("accounting.rejected", region, layer, tag),
              time,
              rejected.getOrDefault(reason, 0L)));
    }
    return points;
  }

  private static Point point(PipelineSeries series, long time, long number) {
    return new Point(new Cell(series, time), number);
  }

  /** Every number by its name, those of {@link #rejected} that are not 0 by their reason's. */
  public SortedMap<String, Long> byName() {
    SortedMap<String, Long> byName = numbers();
    rejected.forEach(
        (reason, count) -> {
          if (count != 0) {
            byName.put(reason.wireName(), count);
          }
        });
    return byName;
  }

  /** Every number but those of {@link #rejected}, by its name. */
  private SortedMap<String, Long> numbers() {
    SortedMap<String, Long> numbers = new TreeMap<>();
    numbers.put("read", read);
    numbers.put("accepted", accepted());
    numbers.put("used", counts.used());
    numbers.put("duplicate", counts.duplicate());
    numbers.put("quarantined", counts.quarantined());
    numbers.put("ignored_performance", ignoredPerformance);
    numbers.put("sessions", counts.sessions());
    numbers.put("visits", counts.visits());
    return numbers;
  }

  /** One line of JSON, as spec §9 has it; only reasons that occurred. */
  public String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("read", read);
      json.writeNumberField("accepted", accepted());
      json.writeObjectFieldStart("rejected");
      for (Map.Entry<RejectReason, Long> entry : rejected.entrySet()) {
        if (entry.getValue() != 0) {
          json.writeNumberField(entry.getKey().wireName(), entry.getValue());
        }
      }
      json.writeEndObject();
      json.writeNumberField("used", counts.used());
      json.writeNumberField("duplicate", counts.duplicate());
      json.writeNumberField("quarantined", counts.quarantined());
      json.writeNumberField("ignored_performance", ignoredPerformance);
      json.writeNumberField("sessions", counts.sessions());
      json.writeNumberField("visits", counts.visits());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter takes everything", e);
    }
    return text.toString();
  }
}
