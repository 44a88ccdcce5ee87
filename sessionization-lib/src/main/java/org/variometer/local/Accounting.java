package org.variometer.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import org.variometer.beacon.RejectReason;

/**
 * Where every record went (spec §1): read = accepted + rejected; accepted = used + duplicate +
 * quarantined.
 *
 * @param read records read
 * @param rejected records rejected, by reason
 * @param used standing beacons
 * @param duplicate accepted records whose beacon does not stand
 * @param quarantined accepted records of quarantined sessions
 * @param ignoredPerformance load times ignored in accepted records
 * @param sessions sessions (in the stream's view pieces), quarantined ones left out
 * @param visits their visits
 */
public record Accounting(
    long read,
    Map<RejectReason, Long> rejected,
    long used,
    long duplicate,
    long quarantined,
    long ignoredPerformance,
    long sessions,
    long visits) {

  /** Copies the map. */
  public Accounting {
    rejected = new EnumMap<>(rejected);
  }

  @Override
  public Map<RejectReason, Long> rejected() {
    return new EnumMap<>(rejected);
  }

  /** Records accepted. */
  public long accepted() {
    return read - rejected.values().stream().mapToLong(Long::longValue).sum();
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
      json.writeNumberField("used", used);
      json.writeNumberField("duplicate", duplicate);
      json.writeNumberField("quarantined", quarantined);
      json.writeNumberField("ignored_performance", ignoredPerformance);
      json.writeNumberField("sessions", sessions);
      json.writeNumberField("visits", visits);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter takes everything", e);
    }
    return text.toString();
  }
}
