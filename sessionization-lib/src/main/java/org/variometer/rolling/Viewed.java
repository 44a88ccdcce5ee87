package org.variometer.rolling;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.openhft.hashing.LongHashFunction;
import org.variometer.beacon.Mention;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.rolling.SightingLog.Views;

/** Lays the sightings of one set of keys and variants into the windows. */
final class Viewed {
  private static final LongHashFunction XX_HASH = LongHashFunction.xx();

  /** Sets a visitor's second-latest variant apart from the latest. */
  private static final long SECOND = 0x5851F42D4C957F2DL;

  /** 22 bits of the visitor: with 42 of the key's, 5 million visitors of 9 keys rarely collide. */
  private static final int VISITOR_SHIFT = 42;

  private final RollingWindow.Step seen;
  private final SketchWindow.Step sketched;
  private final Admission admission;
  private final RollingWindow.Step exposed;
  private final MetricKey[] keys;
  private final long[] keyHashes;
  private final MetricKey[] experiments;
  private final long[] variantHashes;
  private final long[] experimentHashes;
  private final Ring[] rings;

  Viewed(
      Views views,
      RollingWindow.Step seen,
      SketchWindow.Step sketched,
      Admission admission,
      RollingWindow.Step exposed) {
    this.seen = seen;
    this.sketched = sketched;
    this.admission = admission;
    this.exposed = exposed;
    this.keys = views.keys().toArray(MetricKey[]::new);
    this.keyHashes = hashes(keys);
    this.rings = new Ring[keys.length];
    MetricKey[] variants = views.variants().toArray(MetricKey[]::new);
    this.variantHashes = hashes(variants);
    this.experiments = new MetricKey[variants.length];
    for (int i = 0; i < variants.length; i++) {
      experiments[i] =
          new MetricKey(
              variants[i].site(),
              variants[i].experiment(),
              Mention.MULTIPLE,
              variants[i].population());
    }
    this.experimentHashes = hashes(experiments);
  }

  /** Lets the visitor be seen; minutes before {@code oldest} have left the window. */
  void see(long visitor, int minute, int oldest) {
    for (int i = 0; i < keys.length; i++) {
      long thing = thing(visitor, keyHashes[i]);
      int before = seen.minute(thing, oldest);
      if (minute <= before || minute < oldest) {
        continue;
      }
      if (before == LastSeen.NEVER) {
        if (!admission.admits()) {
          sketched.see(keys[i], minute, visitor);
          continue;
        }
        if (keys[i].population() == Population.ALL) {
          admission.admitted();
        }
      }
      seen.see(thing, minute);
      if (rings[i] == null) {
        rings[i] = seen.ring(keys[i]);
      }
      rings[i].move(before, minute);
    }
  }

  /**
   * Lets the visitor be seen in variants. A visitor of several variants counts while the
   * second-latest of them is in the window; only that and the latest are kept beside each variant's
   * own minute, so that the cost does not grow with the number of variants.
   */
  void expose(long visitor, int minute, int oldest) {
    for (int i = 0; i < variantHashes.length; i++) {
      long variant = thing(visitor, variantHashes[i]);
      int before = exposed.minute(variant, oldest);
      if (minute <= before || minute < oldest) {
        continue;
      }
      exposed.see(variant, minute);
      long experiment = thing(visitor, experimentHashes[i]);
      long secondOfExperiment = thing(visitor, experimentHashes[i] + SECOND);
      int first = exposed.minute(experiment, oldest);
      int second = exposed.minute(secondOfExperiment, oldest);
      // Without this variant, and with it in its new minute.
      int others = before == first ? second : first;
      int secondNow = Math.max(before == first ? LastSeen.NEVER : second, Math.min(others, minute));
      int firstNow = Math.max(others, minute);
      if (firstNow != first) {
        exposed.see(experiment, firstNow);
      }
      if (secondNow != second) {
        exposed.see(secondOfExperiment, secondNow);
        exposed.ring(experiments[i]).move(second, secondNow);
      }
    }
  }

  private static long[] hashes(MetricKey[] keys) {
    long[] hashes = new long[keys.length];
    for (int i = 0; i < keys.length; i++) {
      String text =
          String.join(
              "\0",
              keys[i].site(),
              keys[i].experiment(),
              keys[i].variant(),
              keys[i].population().tag());
      hashes[i] = XX_HASH.hashBytes(text.getBytes(UTF_8));
    }
    return hashes;
  }

  /**
   * Names a visitor under a key in 64 bits. The high ones are the visitor's (those that do not
   * choose its part), so that all that is known of a visitor lies together in {@link LastSeen}; the
   * low ones, of both, are enough to tell the keys of one visitor apart.
   */
  private static long thing(long visitor, long keyHash) {
    return (visitor << VISITOR_SHIFT) | (mix(visitor ^ keyHash) >>> (Long.SIZE - VISITOR_SHIFT));
  }

  /** Spreads the bits (finalizer of MurmurHash3, Appleby 2011). */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }
}
