package org.variometer.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.variometer.session.SessionCounts;

/**
 * The law for whatever computes metrics, be it the library at once, the stream micro-batch by
 * micro-batch, or the batch slot by slot: visits across cuts, hours and midnights, lates and copies
 * included, the result is the oracle's, bit for bit.
 */
public interface LayerContract {
  /**
   * What a layer came to.
   *
   * @param rows its cells, as an export has them
   * @param counts where the accepted records went
   */
  record Result(List<String> rows, SessionCounts counts) {}

  /**
   * Computes, in any order and with any cuts in which records may come to this layer.
   *
   * @param random chooses both
   */
  Result compute(List<Oracle.Line> lines, Oracle.Settings settings, Random random);

  /** What the oracle says of this layer. */
  Oracle.Result expected(List<Oracle.Line> lines, Oracle.Settings settings);

  /** However records come, the result is the oracle's. */
  @Property
  default void anyOrderAndAnyCutsGiveTheSame(
      @ForAll("records") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll long seed) {
    Result result = compute(lines, settings, new Random(seed));
    Oracle.Result expected = expected(lines, settings);
    assertThat(result.rows()).isEqualTo(expected.csvLines());
    Oracle.Accounting accounting = expected.accounting();
    assertThat(result.counts())
        .isEqualTo(
            new SessionCounts(
                accounting.used(),
                accounting.duplicate(),
                accounting.quarantined(),
                accounting.sessions(),
                accounting.visits()));
  }

  /** Records that come again change nothing but the count of duplicates. */
  @Property
  default void recordsThatComeAgainAreDuplicatesAlone(
      @ForAll("records") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll long seed) {
    List<Oracle.Line> twice = new ArrayList<>(lines);
    twice.addAll(lines);
    Result once = compute(lines, settings, new Random(~seed));
    Result again = compute(twice, settings, new Random(seed));
    assertThat(again.rows()).isEqualTo(once.rows());
    assertThat(again.counts().used()).isEqualTo(once.counts().used());
    assertThat(again.counts().visits()).isEqualTo(once.counts().visits());
  }

  /** Records as they come to this layer. */
  @Provide
  default Arbitrary<List<Oracle.Line>> records() {
    return BeaconTraffic.traffic();
  }

  /** Rules of all kinds. */
  @Provide
  default Arbitrary<Oracle.Settings> settings() {
    return BeaconTraffic.settings();
  }
}
