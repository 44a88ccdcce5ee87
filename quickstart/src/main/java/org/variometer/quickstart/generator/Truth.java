package org.variometer.quickstart.generator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an analysis of a finished run has to find.
 *
 * @param seed of the run
 * @param events records written in all
 * @param from event time of the first accepted beacon, ms since epoch
 * @param to event time of the last accepted beacon, ms since epoch
 * @param batchAccounting the accounting of the batch
 * @param streamAccounting the accounting of the stream
 * @param batchTotals the totals of the batch, sorted by names as UTF-8
 * @param streamTotals the totals of the stream, sorted alike
 * @param disturbances how often each happened, in its own unit
 */
public record Truth(
    long seed,
    long events,
    long from,
    long to,
    Accounting batchAccounting,
    Accounting streamAccounting,
    List<TotalsRow> batchTotals,
    List<TotalsRow> streamTotals,
    Map<Disturbance, Long> disturbances) {

  /** Copies the collections. */
  public Truth {
    batchTotals = List.copyOf(batchTotals);
    streamTotals = List.copyOf(streamTotals);
    Map<Disturbance, Long> copy = new EnumMap<>(Disturbance.class);
    copy.putAll(disturbances);
    disturbances = Collections.unmodifiableMap(copy);
  }

  /** Writes it as JSON, UTF-8, amounts in micros, and leaves the stream open. */
  public void writeTo(OutputStream out) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("seed", seed);
      json.writeNumberField("events", events);
      json.writeNumberField("from", from);
      json.writeNumberField("to", to);
      json.writeObjectFieldStart("accounting");
      json.writeFieldName("batch");
      write(json, batchAccounting);
      json.writeFieldName("stream");
      write(json, streamAccounting);
      json.writeEndObject();
      json.writeObjectFieldStart("totals");
      json.writeFieldName("batch");
      write(json, batchTotals);
      json.writeFieldName("stream");
      write(json, streamTotals);
      json.writeEndObject();
      json.writeObjectFieldStart("disturbances");
      for (Map.Entry<Disturbance, Long> disturbance : disturbances.entrySet()) {
        json.writeNumberField(disturbance.getKey().label(), disturbance.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, Accounting accounting) throws IOException {
    json.writeStartObject();
    json.writeNumberField("read", accounting.read());
    json.writeNumberField("accepted", accounting.accepted());
    json.writeObjectFieldStart("rejected");
    for (Map.Entry<RejectionReason, Long> reason : accounting.rejected().entrySet()) {
      json.writeNumberField(reason.getKey().label(), reason.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("used", accounting.used());
    json.writeNumberField("duplicate", accounting.duplicate());
    json.writeNumberField("quarantined", accounting.quarantined());
    json.writeNumberField("ignored_performance", accounting.ignoredPerformance());
    json.writeNumberField("sessions", accounting.sessions());
    json.writeNumberField("visits", accounting.visits());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, List<TotalsRow> rows) throws IOException {
    json.writeStartArray();
    for (TotalsRow row : rows) {
      json.writeStartObject();
      json.writeStringField("site", row.site());
      json.writeStringField("experiment", row.experiment());
      json.writeStringField("variant", row.variant());
      json.writeStringField("population", row.population());
      json.writeNumberField("visits", row.visits());
      json.writeNumberField("bounces", row.bounces());
      json.writeNumberField("converted_visits", row.convertedVisits());
      json.writeNumberField("visit_revenue", row.visitRevenue());
      json.writeNumberField("error_visits", row.errorVisits());
      json.writeNumberField("page_views", row.pageViews());
      json.writeNumberField("errors", row.errors());
      json.writeNumberField("orders", row.orders());
      json.writeNumberField("units", row.units());
      json.writeNumberField("revenue", row.revenue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
