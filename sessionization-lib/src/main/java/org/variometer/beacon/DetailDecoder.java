package org.variometer.beacon;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.variometer.json.JsonCursor;
import org.variometer.json.JsonCursor.Kind;
import org.variometer.json.JsonText;

/** Reads a record's nested objects, whose JSON is known to be well formed. */
final class DetailDecoder {
  private static final int MAX_UNITS = 1_000_000;
  private static final int ID = 0;
  private static final int REVENUE = 1;
  private static final int UNITS = 2;
  private static final int CURRENCY = 3;
  private static final int NAME = 0;
  private static final int VALUE = 1;
  private static final PerformanceName[] PERFORMANCE_NAMES = PerformanceName.values();

  private final BeaconRules rules;
  private final NameCache names;
  private final JsonCursor cursor = new JsonCursor(BeaconDecoder.MAX_DEPTH);
  private final ObjectFields orderFields = new ObjectFields("id", "revenue", "units", "currency");
  private final ObjectFields eventFields = new ObjectFields("name", "value");
  private final ObjectFields performanceFields =
      new ObjectFields(
          Arrays.stream(PERFORMANCE_NAMES).map(PerformanceName::wireName).toArray(String[]::new));
  private int ignoredPerformance;

  DetailDecoder(BeaconRules rules, NameCache names) {
    this.rules = rules;
    this.names = names;
  }

  /** The order between these offsets, or null with a reason in {@code verdict}. */
  Order order(byte[] record, int from, int to, Verdict verdict) {
    if (!isObject(orderFields, record, from, to, verdict)) {
      return null;
    }
    TextForm form = orderFields.readText(ID);
    verdict.noteRequired(form);
    String id = form == TextForm.GOOD ? orderFields.text().toString() : "";

    verdict.note(!orderFields.has(REVENUE), RejectReason.MISSING_FIELD);
    long revenue = orderFields.amount(REVENUE);
    verdict.note(revenue < 0 || revenue > rules.maxRevenue(), RejectReason.BAD_FIELD);

    long units = orderFields.has(UNITS) ? orderFields.integer(UNITS) : 1;
    verdict.note(units < 0 || units > MAX_UNITS, RejectReason.BAD_FIELD);

    String currency = currency(verdict);
    return verdict.clean()
        ? new Order(id, rules.enrichment().convert(revenue, currency), (int) units)
        : null;
  }

  /** The event between these offsets, or null if none is declared so, or with a reason. */
  Event event(byte[] record, int from, int to, Verdict verdict) {
    if (!isObject(eventFields, record, from, to, verdict)) {
      return null;
    }
    TextForm form = eventFields.readText(NAME);
    verdict.noteRequired(form);
    String name = form == TextForm.GOOD ? cached(eventFields.text()) : "";
    OptionalLong value = OptionalLong.empty();
    if (eventFields.has(VALUE)) {
      long micros = eventFields.amount(VALUE);
      verdict.note(micros == Micros.INVALID, RejectReason.BAD_FIELD);
      value = OptionalLong.of(micros);
    }
    List<CustomMetric> metrics = rules.metricsByEvent().get(name);
    return verdict.clean() && metrics != null ? new Event(name, value, metrics) : null;
  }

  /** The load times; {@link #ignoredPerformance} then says how many were ignored. */
  Performance performance(byte[] record, int from, int to, Verdict verdict) {
    ignoredPerformance = 0;
    if (!isObject(performanceFields, record, from, to, verdict)) {
      return Performance.NONE;
    }
    double[] values = new double[PERFORMANCE_NAMES.length];
    for (int name = 0; name < values.length; name++) {
      double value = performanceFields.number(name);
      boolean good = value >= 0 && value <= Performance.MAX;
      values[name] = good ? value : Double.NaN;
      if (performanceFields.has(name) && !good) {
        ignoredPerformance++;
      }
    }
    return Performance.takingOver(values);
  }

  /** How many load times of the last {@link #performance} were no number or out of range. */
  int ignoredPerformance() {
    return ignoredPerformance;
  }

  private String currency(Verdict verdict) {
    if (!orderFields.has(CURRENCY)) {
      return rules.enrichment().reportingCurrency();
    }
    TextForm form = orderFields.readText(CURRENCY);
    JsonText text = orderFields.text();
    boolean good = form == TextForm.GOOD && text.length() == 3;
    for (int p = text.from(); good && p < text.to(); p++) {
      good = text.bytes()[p] >= 'A' && text.bytes()[p] <= 'Z';
    }
    verdict.note(!good, RejectReason.BAD_FIELD);
    if (!good) {
      return "";
    }
    String currency = cached(text);
    verdict.note(!rules.enrichment().knows(currency), RejectReason.UNKNOWN_CURRENCY);
    return currency;
  }

  private String cached(JsonText text) {
    return names.get(text.bytes(), text.from(), text.to());
  }

  private boolean isObject(ObjectFields fields, byte[] record, int from, int to, Verdict verdict) {
    boolean object = JsonCursor.kindAt(record, from) == Kind.OBJECT;
    verdict.note(!object, RejectReason.BAD_FIELD);
    if (object) {
      cursor.reset(record, from, to);
      fields.read(cursor, record);
    }
    return object;
  }
}
