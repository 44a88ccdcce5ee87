package org.variometer.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.variometer.kairos.KairosReader;
import org.variometer.local.OracleSettings;
import org.variometer.oracle.BeaconTraffic;
import org.variometer.oracle.Oracle;
import org.variometer.session.SessionCounts;

/**
 * The law for slots: however records are shuffled and cut into slots, and whatever each of these
 * seals, what was written in the end is what the oracle computes of all records at once.
 */
class SlotLawProperties {
  private static final long HOUR = 3_600_000;

  @Property
  void anyOrderAndAnyCutsIntoSlotsGiveTheBatchsNumbers(
      @ForAll("traffic") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll long seed) {
    assertSame(run(lines, settings, new Random(seed)), lines, settings);
  }

  @Property
  void recordsThatComeAgainInLaterSlotsCountAsDuplicatesAlone(
      @ForAll("traffic") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll long seed) {
    List<Oracle.Line> twice = new ArrayList<>(lines);
    twice.addAll(lines);
    MiniBatch once = run(lines, settings, new Random(~seed));
    MiniBatch again = run(twice, settings, new Random(seed));
    assertThat(again.rows()).isEqualTo(once.rows());
    assertThat(again.counts().used()).isEqualTo(once.counts().used());
    assertThat(again.counts().visits()).isEqualTo(once.counts().visits());
  }

  @Provide
  Arbitrary<List<Oracle.Line>> traffic() {
    return BeaconTraffic.traffic();
  }

  @Provide
  Arbitrary<Oracle.Settings> settings() {
    return BeaconTraffic.settings();
  }

  /** In slots of up to 15 records; each seals a minute, an hour, a day more, or nothing. */
  private static MiniBatch run(List<Oracle.Line> lines, Oracle.Settings settings, Random random) {
    List<Oracle.Line> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, random);
    MiniBatch batch = new MiniBatch(OracleSettings.config(settings));
    long[] steps = {0, 0, HOUR / 60, HOUR, 24 * HOUR};
    long seals = firstTimestamp(lines) / HOUR * HOUR;
    int from = 0;
    while (from < shuffled.size()) {
      int to = Math.min(shuffled.size(), from + random.nextInt(16));
      batch.run(shuffled.subList(from, to), seals);
      seals += steps[random.nextInt(steps.length)];
      from = to;
    }
    batch.run(List.of(), KairosReader.END);
    return batch;
  }

  /** Of those that are written plainly; some are not. */
  private static long firstTimestamp(List<Oracle.Line> lines) {
    return lines.stream()
        .filter(line -> line.arrival().isPresent())
        .mapToLong(line -> line.arrival().getAsLong())
        .min()
        .orElse(0);
  }

  private static void assertSame(
      MiniBatch batch, List<Oracle.Line> lines, Oracle.Settings settings) {
    Oracle.Result expected = Oracle.batch(lines, settings);
    assertThat(batch.rows()).isEqualTo(expected.csvLines());
    Oracle.Accounting accounting = expected.accounting();
    assertThat(batch.counts())
        .isEqualTo(
            new SessionCounts(
                accounting.used(),
                accounting.duplicate(),
                accounting.quarantined(),
                accounting.sessions(),
                accounting.visits()));
  }
}
