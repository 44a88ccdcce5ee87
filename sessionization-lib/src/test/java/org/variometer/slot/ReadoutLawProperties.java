package org.variometer.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.local.OracleSettings;
import org.variometer.oracle.BeaconTraffic;
import org.variometer.oracle.Oracle;
import org.variometer.oracle.OracleReadout;
import org.variometer.readout.ReadoutLines;
import org.variometer.readout.Span;

/** The law for the readout: whatever slots records come in, visitors count as the oracle has it. */
class ReadoutLawProperties {
  /** Around it all traffic lies. */
  private static final long MIDNIGHT = 1_763_683_200_000L;

  private static final long MINUTE = 60_000;

  @Property
  void visitorsCountAsInTheOracleWhateverSlotsTheirBeaconsComeIn(
      @ForAll("traffic") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll("spans") Span span,
      @ForAll long seed) {
    VariometerConfig config = OracleSettings.config(settings);
    Random random = new Random(seed);
    List<Oracle.Line> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, random);
    MiniBatch batch = new MiniBatch(config);
    int done = 0;
    while (done < shuffled.size()) {
      int to = Math.min(shuffled.size(), done + random.nextInt(16));
      batch.run(shuffled.subList(done, to), KairosReader.END);
      done = to;
    }
    assertThat(ReadoutLines.of(batch.visitorDays(), config.catalog(), span))
        .isEqualTo(new OracleReadout(settings, span.from(), span.until()).lines(lines));
  }

  @Provide
  Arbitrary<List<Oracle.Line>> traffic() {
    return BeaconTraffic.traffic();
  }

  @Provide
  Arbitrary<Oracle.Settings> settings() {
    return BeaconTraffic.settings();
  }

  /** Mostly longer than the traffic; else from and to instants at which much happens. */
  @Provide
  Arbitrary<Span> spans() {
    Arbitrary<Long> from = Arbitraries.of(0L, 0L, MIDNIGHT - 70 * MINUTE, MIDNIGHT, MIDNIGHT + 1);
    Arbitrary<Long> until =
        Arbitraries.of(
            Long.MAX_VALUE, Long.MAX_VALUE, MIDNIGHT + 1, MIDNIGHT + 70 * MINUTE, MIDNIGHT + 1001);
    return Combinators.combine(from, until)
        .as((begin, end) -> new Span(begin, Math.max(begin, end)));
  }
}
