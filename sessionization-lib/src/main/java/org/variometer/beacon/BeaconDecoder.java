package org.variometer.beacon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.variometer.beacon.BeaconRules.MAX_RECORD_BYTES;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import net.openhft.hashing.LongHashFunction;
import org.variometer.beacon.MentionsDecoder.Mentions;
import org.variometer.json.JsonCursor;
import org.variometer.json.JsonCursor.Kind;
import org.variometer.json.JsonText;

/**
 * Decodes, validates and enriches records by spec §1, in two passes over the bytes: the first
 * checks that the record is one well-formed object and notes where its known fields lie, the second
 * reads those fields. No tree, no exception: a bad record is a {@link Rejection} with a reason.
 * Reusable, for one thread.
 */
public final class BeaconDecoder {
  /** The deepest nesting of a beacon's JSON, the beacon's own object being level 1. */
  static final int MAX_DEPTH = 64;

  private static final long MIN_TIMESTAMP = 946_684_800_000L; // 2000-01-01
  private static final long MAX_TIMESTAMP = 4_102_444_800_000L; // 2100-01-01

  /** How far a beacon may lie ahead of its arrival, ms (spec §1). */
  public static final long MAX_CLOCK_AHEAD = 5 * 60_000L;

  private static final long MAX_LATENESS = 72 * 3_600_000L;
  private static final String DEFAULT_SITE = "default";

  private static final int BEACON_ID = 0;
  private static final int SESSION_ID = 1;
  private static final int VISITOR_ID = 2;
  private static final int TIMESTAMP = 3;
  private static final int RECEIVED_AT = 4;
  private static final int TYPE = 5;
  private static final int SITE = 6;
  private static final int ASSIGNED = 7;
  private static final int QUALIFIED = 8;
  private static final int ORDER = 9;
  private static final int PERFORMANCE = 10;
  private static final int EVENT = 11;
  private static final int BOT = 12;

  private static final BeaconType[] TYPES = BeaconType.values();
  private static final byte[][] TYPE_NAMES =
      Arrays.stream(TYPES).map(type -> type.wireName().getBytes(US_ASCII)).toArray(byte[][]::new);
  private static final Map<RejectReason, Rejection> REJECTIONS = new EnumMap<>(RejectReason.class);

  static {
    for (RejectReason reason : RejectReason.values()) {
      REJECTIONS.put(reason, new Rejection(reason));
    }
  }

  private final Enrichment enrichment;
  private final NameCache names = new NameCache();
  private final MentionsDecoder mentions = new MentionsDecoder(names);
  private final DetailDecoder details;
  private final JsonCursor cursor = new JsonCursor(MAX_DEPTH);
  private final ObjectFields fields =
      new ObjectFields(
          "beaconId",
          "sessionId",
          "visitorId",
          "timestamp",
          "receivedAt",
          "type",
          "site",
          "assigned",
          "qualified",
          "order",
          "performance",
          "event",
          "bot");
  private final LongHashFunction xxHash = LongHashFunction.xx();
  private final Verdict verdict = new Verdict();
  private byte[] record;

  /**
   * Decodes by these rules.
   *
   * @param rules what configuration says of beacons
   */
  public BeaconDecoder(BeaconRules rules) {
    this.enrichment = rules.enrichment();
    this.details = new DetailDecoder(rules, names);
  }

  /**
   * Decodes a record of the log.
   *
   * @param bytes holds the record, from {@code from} (inclusive) to {@code to} (exclusive)
   * @param arrival the record's timestamp, ms since the epoch, not negative
   */
  public Decoded decode(byte[] bytes, int from, int to, long arrival) {
    return decode(bytes, from, to, false, arrival);
  }

  /**
   * Decodes a line of a file without record timestamps: the arrival is {@code receivedAt}, without
   * it {@code timestamp}.
   */
  public Decoded decodeLine(byte[] bytes, int from, int to) {
    return decode(bytes, from, to, true, 0);
  }

  private Decoded decode(byte[] bytes, int from, int to, boolean line, long recordTimestamp) {
    if (to - from > MAX_RECORD_BYTES) {
      return REJECTIONS.get(RejectReason.OVERSIZED);
    }
    record = bytes;
    cursor.reset(bytes, from, to);
    if (!fields.read(cursor, bytes) || !cursor.atEnd()) {
      return REJECTIONS.get(RejectReason.MALFORMED_JSON);
    }
    verdict.clear();
    long id = required(BEACON_ID) ? hashOf(fields.text()) : 0;
    String sessionId = required(SESSION_ID) ? fields.text().toString() : "";
    String visitorId = required(VISITOR_ID) ? fields.text().toString() : "";
    verdict.note(!fields.has(TIMESTAMP), RejectReason.MISSING_FIELD);
    long timestamp = instant(TIMESTAMP);
    long receivedAt = instant(RECEIVED_AT);
    BeaconType type = type();
    String site = site();
    Mentions assigned = mentions(ASSIGNED, type);
    Mentions qualified = mentions(QUALIFIED, type);
    Order order = order(type);
    Event event = event(type);
    int ignoredPerformance = 0;
    Performance performance = Performance.NONE;
    if (fields.has(PERFORMANCE)) {
      performance =
          details.performance(record, fields.start(PERFORMANCE), fields.stop(PERFORMANCE), verdict);
      ignoredPerformance = details.ignoredPerformance();
    }
    boolean bot = bot();
    long arrival = !line ? recordTimestamp : fields.has(RECEIVED_AT) ? receivedAt : timestamp;
    verdict.note(timestamp - arrival > MAX_CLOCK_AHEAD, RejectReason.CLOCK_AHEAD);
    verdict.note(arrival - timestamp > MAX_LATENESS, RejectReason.TOO_LATE);
    verdict.note(bot, RejectReason.BOT);
    if (!verdict.clean()) {
      return REJECTIONS.get(verdict.reason());
    }
    return new BeaconRecord(
        new SessionKey(enrichment.site(site), sessionId),
        arrival,
        new Beacon(
            id,
            timestamp,
            type,
            enrichment.visitor(visitorId),
            assigned.list(),
            qualified.list(),
            order,
            event,
            performance),
        ignoredPerformance);
  }

  private boolean required(int field) {
    TextForm form = fields.readText(field);
    verdict.noteRequired(form);
    return form == TextForm.GOOD;
  }

  private long hashOf(JsonText text) {
    return xxHash.hashBytes(text.bytes(), text.from(), text.length());
  }

  /** The instant in ms since the epoch; 0, and noted, if it is none. */
  private long instant(int field) {
    if (!fields.has(field)) {
      return 0;
    }
    long value = fields.integer(field);
    boolean good = isInstant(value);
    verdict.note(!good, RejectReason.BAD_FIELD);
    return good ? value : 0;
  }

  /** Whether this is an instant that a beacon may name. */
  static boolean isInstant(long millis) {
    return millis >= MIN_TIMESTAMP && millis <= MAX_TIMESTAMP;
  }

  /** The type, or null where nested requirements don't apply: it is absent or no string. */
  private BeaconType type() {
    required(TYPE);
    if (fields.kind(TYPE) != Kind.STRING) {
      return null;
    }
    for (int i = 0; i < TYPES.length; i++) {
      if (fields.text().contentEquals(TYPE_NAMES[i])) {
        return TYPES[i];
      }
    }
    return BeaconType.EVENT;
  }

  private String site() {
    TextForm form = fields.readText(SITE);
    verdict.note(form == TextForm.BAD, RejectReason.BAD_FIELD);
    JsonText text = fields.text();
    return form == TextForm.GOOD ? names.get(text.bytes(), text.from(), text.to()) : DEFAULT_SITE;
  }

  private Mentions mentions(int field, BeaconType type) {
    if (!fields.has(field)) {
      return Mentions.NONE;
    }
    Mentions read = mentions.decode(record, fields.start(field), fields.stop(field));
    verdict.note(read.missingField() && type != null, RejectReason.MISSING_FIELD);
    verdict.note(read.badField(), RejectReason.BAD_FIELD);
    return read;
  }

  private Order order(BeaconType type) {
    if (type != BeaconType.ORDER) {
      return null;
    }
    verdict.note(!fields.has(ORDER), RejectReason.MISSING_FIELD);
    return fields.has(ORDER)
        ? details.order(record, fields.start(ORDER), fields.stop(ORDER), verdict)
        : null;
  }

  private Event event(BeaconType type) {
    return type == BeaconType.EVENT && fields.has(EVENT)
        ? details.event(record, fields.start(EVENT), fields.stop(EVENT), verdict)
        : null;
  }

  private boolean bot() {
    Kind kind = fields.kind(BOT);
    verdict.note(
        kind != Kind.TRUE && kind != Kind.FALSE && kind != Kind.NULL, RejectReason.BAD_FIELD);
    return kind == Kind.TRUE;
  }
}
