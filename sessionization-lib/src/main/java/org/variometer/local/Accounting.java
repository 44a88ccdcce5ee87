package org.variometer.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import org.variometer.beacon.RejectReason;
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
