package org.variometer.quickstart.generator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.variometer.quickstart.generator.Flaw.Field;

/** Writes records as JSON of one line, in a buffer that is used again. */
final class BeaconWriter {
  private static final int OVERSIZE = 256 * 1024 + 1;
  private static final String[] PAGES = {"/", "/search", "/product/", "/cart", "/checkout"};
  private static final String[] IGNORED_VALUES = {"-1", "\"slow\"", "600001", "1e400"};

  private final List<byte[]> sites;
  private final byte[][][] mentions;
  private final Map<Field, byte[]> keys = new EnumMap<>(Field.class);
  private final String currency;
  private JsonBuffer json = new JsonBuffer();

  BeaconWriter(GeneratorSettings settings) {
    sites = settings.sites().stream().map(site -> quoted(site.name())).toList();
    currency = settings.currency();
    mentions = new byte[settings.experiments().size()][][];
    for (int e = 0; e < mentions.length; e++) {
      ExperimentSettings experiment = settings.experiments().get(e);
      mentions[e] = new byte[experiment.variants().size()][];
      for (int v = 0; v < mentions[e].length; v++) {
        mentions[e][v] = mention(experiment.name(), experiment.variants().get(v).name());
      }
    }
    for (Field field : Field.values()) {
      keys.put(field, new JsonBuffer().raw("\"" + field.text() + "\":").copy());
    }
  }

  private static byte[] quoted(String text) {
    return new JsonBuffer()
        .raw('"')
        .raw(JsonStringEncoder.getInstance().quoteAsUTF8(text))
        .raw('"')
        .copy();
  }

  private static byte[] mention(String experiment, String variant) {
    return new JsonBuffer()
        .raw("{\"experiment\":")
        .raw(quoted(experiment))
        .raw(",\"variant\":")
        .raw(quoted(variant))
        .raw('}')
        .copy();
  }

  /** Writes a record of a session; the buffer holds it until the next call. */
  JsonBuffer write(OpenSession session, PlannedRecord planned) {
    Flaw flaw = planned.flaw();
    if (json.bytes().length > OVERSIZE) {
      // A rare record of that size must not cost it for ever.
      json = new JsonBuffer();
    }
    json.truncate(0);
    json.raw(flaw == Flaw.ARRAY ? "[{" : "{");
    identity(session, planned.beacon(), flaw);
    if (key(Field.TIMESTAMP, flaw)) {
      json.number(planned.beacon().timestamp());
    }
    if (planned.receivedAt() && key(Field.RECEIVED_AT, flaw)) {
      json.number(planned.arrival());
    }
    if (key(Field.TYPE, flaw)) {
      json.raw('"').raw(planned.beacon().type().text()).raw('"');
    }
    if (key(Field.SITE, flaw)) {
      json.raw(sites.get(session.site()));
    }
    page(planned.beacon(), flaw);
    mentions(Field.ASSIGNED, planned.beacon().mentions().assigned(), flaw);
    mentions(Field.QUALIFIED, planned.beacon().mentions().qualified(), flaw);
    details(planned.beacon(), flaw);
    timings(planned.beacon(), flaw);
    if (flaw != null && flaw.field() == Field.BOT) {
      key(Field.BOT, flaw);
    }
    finish(flaw);
    return json;
  }

  private void identity(OpenSession session, PlannedBeacon beacon, Flaw flaw) {
    if (key(Field.BEACON_ID, flaw)) {
      json.raw('"').uuid(beacon.idHigh(), beacon.idLow()).raw('"');
    }
    if (key(Field.SESSION_ID, flaw)) {
      json.raw('"').raw(session.sessionId()).raw('"');
    }
    if (key(Field.VISITOR_ID, flaw)) {
      json.raw('"').raw(session.visitorId()).raw('"');
    }
  }

  /**
   * Writes the key, and what the flaw puts in place of the value; whether a value has to follow.
   */
  private boolean key(Field field, Flaw flaw) {
    boolean flawed = flaw != null && flaw.field() == field;
    if (flawed && flaw.raw() == null) {
      return false;
    }
    if (json.bytes()[json.length() - 1] != '{') {
      json.raw(',');
    }
    json.raw(keys.get(field));
    if (flawed) {
      json.raw(flaw.raw());
    }
    return !flawed;
  }

  private void page(PlannedBeacon beacon, Flaw flaw) {
    if (key(Field.PAGE, flaw)) {
      int number = (int) (beacon.idLow() & 0xFFFF);
      String page = PAGES[number % PAGES.length];
      json.raw('"').raw(page);
      if (page.endsWith("/")) {
        json.number(number);
      }
      json.raw('"');
      if (flaw == Flaw.HUGE) {
        json.raw(",\"detail\":\"").fill('x', OVERSIZE).raw('"');
      }
    }
  }

  private void mentions(Field field, Variants variants, Flaw flaw) {
    boolean flawed = flaw != null && flaw.field() == field;
    if ((variants.isEmpty() && !flawed) || !key(field, flaw)) {
      return;
    }
    char before = '[';
    for (int e = 0; e < mentions.length; e++) {
      if (variants.of(e) != Variants.NONE) {
        json.raw(before).raw(mentions[e][variants.of(e)]);
        before = ',';
      }
    }
    json.raw(']');
  }

  private void details(PlannedBeacon beacon, Flaw flaw) {
    switch (beacon.type()) {
      case ORDER -> order(beacon.purchase(), flaw);
      case EVENT, CLICK -> event(beacon, flaw);
      case ERROR -> {
        if (key(Field.ERROR, flaw)) {
          json.raw("{\"message\":\"Script error\",\"line\":")
              .number(beacon.idLow() & 1023)
              .raw('}');
        }
      }
      default -> {
        // A page view has no more to tell.
      }
    }
  }

  private void order(Purchase purchase, Flaw flaw) {
    if (key(Field.ORDER, flaw)) {
      json.raw("{\"id\":\"o-").hex(purchase.id()).raw("\",\"revenue\":");
      json.amount(purchase.micros(), purchase.form());
      if (purchase.units() > 1) {
        json.raw(",\"units\":").number(purchase.units());
      }
      if ((purchase.id() & 1) == 0) {
        json.raw(",\"currency\":\"").raw(currency).raw('"');
      }
      json.raw('}');
    }
  }

  private void event(PlannedBeacon beacon, Flaw flaw) {
    Happening happening = beacon.happening();
    boolean flawed = flaw != null && flaw.field() == Field.EVENT;
    if ((happening != null || flawed) && key(Field.EVENT, flaw) && happening != null) {
      json.raw("{\"name\":\"").raw(happening.name()).raw('"');
      if (happening.micros() != Happening.NO_VALUE) {
        json.raw(",\"value\":").amount(happening.micros(), Purchase.Form.NUMBER);
      }
      json.raw('}');
    }
  }

  private void timings(PlannedBeacon beacon, Flaw flaw) {
    Timings timings = beacon.timings();
    boolean flawed = flaw != null && flaw.field() == Field.PERFORMANCE;
    if ((timings == null && !flawed) || !key(Field.PERFORMANCE, flaw) || timings == null) {
      return;
    }
    json.raw('{');
    if (timings.pageLoad() != Timings.ABSENT) {
      json.raw("\"page_load\":").number(timings.pageLoad());
      json.raw(",\"ttfb\":").number(timings.ttfb());
    } else {
      json.raw("\"lcp\":").number(timings.lcp()).raw(".5");
      json.raw(",\"inp\":").number(timings.inp());
    }
    if (timings.ignored()) {
      int which = (int) (beacon.idLow() & 3);
      json.raw(",\"dom_interactive\":").raw(IGNORED_VALUES[which]);
    }
    json.raw('}');
  }

  private void finish(Flaw flaw) {
    json.raw('}');
    if (flaw == Flaw.ARRAY) {
      json.raw(']');
    } else if (flaw == Flaw.TRAILING) {
      json.raw(" {}");
    } else if (flaw == Flaw.TRUNCATED) {
      json.truncate(json.length() * 2 / 3);
    } else if (flaw == Flaw.NO_JSON) {
      json.truncate(0);
      json.raw("GET /favicon.ico HTTP/1.1");
    }
  }
}
