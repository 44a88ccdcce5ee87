package org.variometer.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
    Map<RejectReason, Long> copy = new EnumMap<>(RejectReason.class);
    copy.putAll(rejected);
    rejected = Collections.unmodifiableMap(copy);
  }

  /** Records accepted. */
  public long accepted() {
    return read - rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Every number by its name, those of {@link #rejected} that are not 0 by their reason's. */
  public SortedMap<String, Long> byName() {
    SortedMap<String, Long> byName = new TreeMap<>();
    byName.put("read", read);
    byName.put("accepted", accepted());
    rejected.forEach(
        (reason, count) -> {
          if (count != 0) {
            byName.put(reason.wireName(), count);
          }
        });
    byName.put("used", counts.used());
    byName.put("duplicate", counts.duplicate());
    byName.put("quarantined", counts.quarantined());
    byName.put("ignored_performance", ignoredPerformance);
    byName.put("sessions", counts.sessions());
    byName.put("visits", counts.visits());
    return byName;
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
