package org.variometer.beacon;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.variometer.json.Bytes;
import org.variometer.json.JsonCursor;
import org.variometer.json.JsonCursor.Kind;

/**
 * Reads {@code assigned} and {@code qualified}. The same text comes with beacon after beacon, so
 * what it says is remembered by its bytes, in bounded space.
 */
final class MentionsDecoder {
  /** What an array says: its mentions, sorted and distinct, or what is wrong with it. */
  record Mentions(List<Mention> list, boolean missingField, boolean badField) {
    static final Mentions NONE = new Mentions(List.of(), false, false);
    static final Mentions OF_WRONG_KIND = new Mentions(List.of(), false, true);
  }

  private static final int SLOTS = 1024;
  private static final int MAX_REMEMBERED_BYTES = 1024;
  private static final int EXPERIMENT = 0;
  private static final int VARIANT = 1;

  private final NameCache names;
  private final JsonCursor cursor = new JsonCursor(BeaconDecoder.MAX_DEPTH);
  private final ObjectFields fields = new ObjectFields("experiment", "variant");
  private final byte[][] rememberedText = new byte[SLOTS][];
  private final Mentions[] remembered = new Mentions[SLOTS];
  private boolean missing;
  private boolean bad;

  MentionsDecoder(NameCache names) {
    this.names = names;
  }

  /** Reads the checked JSON value between these offsets. */
  Mentions decode(byte[] bytes, int from, int to) {
    if (JsonCursor.kindAt(bytes, from) != Kind.ARRAY) {
      return Mentions.OF_WRONG_KIND;
    }
    if (to - from > MAX_REMEMBERED_BYTES) {
      return read(bytes, from, to);
    }
    int slot = Bytes.hash(bytes, from, to) & (SLOTS - 1);
    byte[] known = rememberedText[slot];
    if (known == null || !Arrays.equals(known, 0, known.length, bytes, from, to)) {
      remembered[slot] = read(bytes, from, to);
      rememberedText[slot] = Arrays.copyOfRange(bytes, from, to);
    }
    return remembered[slot];
  }

  private Mentions read(byte[] bytes, int from, int to) {
    missing = false;
    bad = false;
    TreeSet<Mention> mentions = new TreeSet<>();
    cursor.reset(bytes, from, to);
    cursor.enterArray();
    while (cursor.nextElement()) {
      if (JsonCursor.kindAt(bytes, cursor.position()) == Kind.OBJECT) {
        fields.read(cursor, bytes);
        String experiment = name(EXPERIMENT);
        String variant = name(VARIANT);
        mentions.add(new Mention(experiment, variant));
      } else {
        bad = true;
        cursor.skipValue();
      }
    }
    return missing || bad
        ? new Mentions(List.of(), missing, bad)
        : new Mentions(List.copyOf(mentions), false, false);
  }

  private String name(int field) {
    TextForm form = fields.readText(field);
    missing |= form == TextForm.BLANK;
    bad |= form == TextForm.BAD;
    if (form != TextForm.GOOD) {
      return "";
    }
    String name = names.get(fields.text().bytes(), fields.text().from(), fields.text().to());
    bad |= Mention.isReserved(name);
    return name;
  }
}
