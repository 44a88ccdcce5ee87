package org.variometer.shard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconRules;
import org.variometer.beacon.Decoded;
import org.variometer.config.VariometerConfig;
import org.variometer.local.OracleSettings;
import org.variometer.oracle.BeaconTraffic;
import org.variometer.oracle.Oracle;

/** Beacon lines that all have the timestamps of Kafka records, and ways to divide them. */
final class StampedTraffic {
  /** Of lines that say no arrival. */
  private static final long SOME_ARRIVAL = 1_763_683_200_000L;

  private static final BeaconRules RULES =
      OracleSettings.config(Oracle.Settings.defaults()).beaconRules();

  private StampedTraffic() {}

  static Arbitrary<List<Oracle.Line>> traffic() {
    return BeaconTraffic.traffic()
        .map(lines -> lines.stream().map(StampedTraffic::stamped).toList());
  }

  static Arbitrary<MiniStream.Shape> shapes() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(1, 3))
        .as(MiniStream.Shape::new)
        .withoutEdgeCases();
  }

  /** The line with the arrival that it has in a bare file, as the timestamp of its record. */
  static Oracle.Line stamped(Oracle.Line line) {
    return line.arrival().isPresent()
        ? line
        : new Oracle.Line(line.bytes(), OptionalLong.of(arrivalInFile(line)));
  }

  /** Whether a bare file says of this line what the log says of it. */
  static boolean isSameInFile(Oracle.Line line, VariometerConfig config) {
    byte[] bytes = line.bytes();
    String text = new String(bytes, ISO_8859_1);
    if (text.isEmpty() || text.indexOf('\n') >= 0 || text.endsWith("\r")) {
      return false;
    }
    BeaconDecoder decoder = new BeaconDecoder(config.beaconRules());
    Decoded inFile = decoder.decodeLine(bytes, 0, bytes.length);
    Decoded inLog = decoder.decode(bytes, 0, bytes.length, line.arrival().getAsLong());
    return inFile.equals(inLog);
  }

  private static long arrivalInFile(Oracle.Line line) {
    byte[] bytes = line.bytes();
    return new BeaconDecoder(RULES).decodeLine(bytes, 0, bytes.length)
            instanceof BeaconRecord record
        ? record.arrival()
        : SOME_ARRIVAL;
  }
}
