package org.variometer.shard;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Totals;
import org.variometer.rolling.SightingLog;

/** Values in a form that two can be compared by, whatever order their parts were added in. */
final class Shown {
  private Shown() {}

  /** The sums that are not 0. */
  static Map<String, Long> totals(Totals totals) {
    Map<String, Long> shown = new TreeMap<>();
    totals.forEachMinute(
        (key, minute, counts) ->
            counts.forEach((id, sum) -> shown.put(key + " " + minute + " " + id, sum)));
    return shown;
  }

  /** What a shard holds of each session, and what it yielded. */
  static List<String> shard(SessionShard shard) {
    Stream<String> sessions =
        Stream.iterate(0, slot -> slot < shard.sessions().slots(), slot -> slot + 1)
            .filter(slot -> shard.sessions().record(slot) != null)
            .map(slot -> shard.sessions().lastMinute(slot) + hex(shard.sessions().record(slot)))
            .sorted();
    ShardYield yield = shard.lastYield();
    Stream<String> yielded =
        yield == null
            ? Stream.empty()
            : Stream.of(
                totals(yield.totals()).toString(),
                sightings(yield.sightings()).toString(),
                yield.counts().toString(),
                new TreeSet<>(yield.reports().stream().map(Object::toString).toList()).toString());
    Stream<String> progress =
        Stream.of(hex(Carrier.bytes(shard.progress(), (p, out) -> p.writeTo(out))));
    return Stream.of(sessions, yielded, progress).flatMap(lines -> lines).toList();
  }

  /** What a meter gave to be written. */
  static List<String> written(MeterYield yield) {
    return Stream.of(
            yield.points().stream().map(Object::toString).sorted(),
            yield.rolling().stream().map(Object::toString),
            Stream.of(
                yield.batch().toString(),
                yield.sum().toString(),
                yield.gauges().toString(),
                hex(Carrier.bytes(yield.progress(), (p, out) -> p.writeTo(out)))))
        .flatMap(lines -> lines)
        .toList();
  }

  private static List<String> sightings(SightingLog log) {
    // Read back as anybody else would have to: their accessors are their package's.
    ByteWriter out = new ByteWriter(64);
    log.writeTo(out);
    ByteReader in = new ByteReader(out.toByteArray());
    List<String> views =
        in.readAll(i -> i.readAll(MetricKey::readFrom) + " " + i.readAll(MetricKey::readFrom));
    int size = in.readCount();
    return Stream.generate(() -> in.readLong() + " " + in.readInt() + " " + views.get(in.readInt()))
        .limit(size)
        .sorted()
        .toList();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
