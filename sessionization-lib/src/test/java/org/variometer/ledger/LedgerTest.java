package org.variometer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Totals;

/** The totals of minutes and hours that the stream holds (spec §5). */
class LedgerTest {
  private static final MetricKey KEY = MetricKey.all("shop");
  private static final MetricKey OTHER = MetricKey.all("other");
  private static final int HOUR = 490_000;
  private static final int ID = 0;

  private final List<ChangedBucket> changed = new ArrayList<>();
  private Ledger ledger = Ledger.EMPTY;
  private long late;

  @Test
  void anHourIsTheSumOfItsMinutes() {
    add(added(KEY, minute(HOUR, 0), 1), added(KEY, minute(HOUR, 59), 2));
    add(added(KEY, minute(HOUR, 0), 4), added(KEY, minute(HOUR + 1, 0), 8));
    assertThat(shown())
        .containsExactly(
            "1m@" + minute(HOUR, 0) + ": 1 -> 5",
            "1h@" + minute(HOUR, 0) + ": 3 -> 7",
            "1m@" + minute(HOUR + 1, 0) + ": 0 -> 8",
            "1h@" + minute(HOUR + 1, 0) + ": 0 -> 8");
  }

  @Test
  void whatSeveralAddToOneBucketIsOneChange() {
    add(added(KEY, minute(HOUR, 7), 1), added(KEY, minute(HOUR, 7), 2));
    assertThat(shown())
        .containsExactly(
            "1m@" + minute(HOUR, 7) + ": 0 -> 3", "1h@" + minute(HOUR, 0) + ": 0 -> 3");
  }

  @Test
  void retractingAllLeavesZero() {
    add(added(KEY, minute(HOUR, 7), 5));
    add(added(KEY, minute(HOUR, 7), -5));
    assertThat(shown())
        .containsExactly(
            "1m@" + minute(HOUR, 7) + ": 5 -> 0", "1h@" + minute(HOUR, 0) + ": 5 -> 0");
  }

  @Test
  void theOldestHourThatIsHeldTakesMore() {
    step(HOUR, added(KEY, minute(HOUR, 59), 1));
    step(HOUR, added(KEY, minute(HOUR, 0), 1));
    assertThat(late).isZero();
    assertThat(shown()).contains("1h@" + minute(HOUR, 0) + ": 1 -> 2");
  }

  @Test
  void whatComesForAnHourNoLongerHeldIsDiscardedAndCounted() {
    step(HOUR, added(KEY, minute(HOUR, 0), 1));
    step(
        HOUR,
        added(KEY, minute(HOUR - 1, 59), 1),
        added(KEY, minute(HOUR - 1, 58), 1),
        added(OTHER, minute(HOUR - 30, 0), 1));
    assertThat(late).isEqualTo(3);
    assertThat(changed).isEmpty();
    assertThat(ledger.size()).isEqualTo(1);
  }

  @Test
  void whatComesInTheVeryStepThatDropsItsHourStillCounts() {
    step(HOUR, added(KEY, minute(HOUR, 0), 1));
    step(HOUR + 1, added(KEY, minute(HOUR, 0), 1));
    assertThat(late).isZero();
    assertThat(shown()).contains("1h@" + minute(HOUR, 0) + ": 1 -> 2");
    assertThat(ledger.size()).isZero();
  }

  @Test
  void hoursAreDroppedWhenTheyAreTooOldAndNotBefore() {
    step(HOUR, added(KEY, minute(HOUR, 0), 1), added(KEY, minute(HOUR + 1, 0), 1));
    step(HOUR);
    assertThat(ledger.size()).isEqualTo(2);
    step(HOUR + 1);
    assertThat(ledger.size()).isEqualTo(1);
    step(HOUR + 2);
    assertThat(ledger.size()).isZero();
  }

  @Test
  void anHourThatWasDroppedNeverComesBack() {
    step(HOUR + 5, added(KEY, minute(HOUR + 5, 0), 1));
    step(HOUR, added(KEY, minute(HOUR + 4, 0), 1));
    assertThat(late).isEqualTo(1);
    assertThat(ledger.size()).isEqualTo(1);
  }

  @Test
  void whereNothingComesAndNothingIsDroppedTheLedgerStays() {
    step(HOUR, added(KEY, minute(HOUR, 0), 1));
    assertThat(ledger.add(List.of(new Totals()), HOUR, changed::add).ledger()).isSameAs(ledger);
    assertThat(ledger.add(List.of(), HOUR - 1, changed::add).ledger()).isSameAs(ledger);
  }

  @Test
  void aStepLeavesTheLedgerBeforeItAndWhatItGaveAsTheyWere() {
    Totals first = added(KEY, minute(HOUR, 7), 1);
    add(first);
    byte[] before = bytes(ledger);
    Ledger prior = ledger;
    List<ChangedBucket> given = List.copyOf(changed);
    List<String> shown = shown();
    add(added(KEY, minute(HOUR, 7), 2), added(KEY, minute(HOUR, 8), 2));
    step(HOUR + 10);
    assertThat(bytes(prior)).isEqualTo(before);
    changed.clear();
    changed.addAll(given);
    assertThat(shown()).isEqualTo(shown);
    prior.add(List.of(added(KEY, minute(HOUR, 7), 4)), HOUR, changed::add);
    assertThat(shown()).contains("1m@" + minute(HOUR, 7) + ": 1 -> 5");
  }

  @Test
  void whoAddsToTheTotalsLaterDoesNotReachTheLedger() {
    Totals totals = added(KEY, minute(HOUR, 7), 1);
    add(totals);
    totals.add(KEY, minute(HOUR, 7), ID, 100);
    add(added(KEY, minute(HOUR, 7), 1));
    assertThat(shown()).contains("1m@" + minute(HOUR, 7) + ": 1 -> 2");
  }

  @Test
  void itGoesOnFromItsBytes() {
    step(HOUR, added(KEY, minute(HOUR, 7), 1), added(OTHER, minute(HOUR + 1, 0), 2));
    Ledger back = Ledger.readFrom(new ByteReader(bytes(ledger)));
    assertThat(bytes(back)).isEqualTo(bytes(ledger));
    ledger = back;
    step(HOUR, added(KEY, minute(HOUR, 8), 4), added(KEY, minute(HOUR - 1, 59), 4));
    assertThat(shown())
        .containsExactly(
            "1m@" + minute(HOUR, 8) + ": 0 -> 4", "1h@" + minute(HOUR, 0) + ": 1 -> 5");
    assertThat(late).isEqualTo(1);
  }

  @Test
  void everyBucketIsShown() {
    add(added(KEY, minute(HOUR, 7), 1), added(KEY, minute(HOUR, 59), 2));
    add(added(OTHER, minute(HOUR + 1, 0), 4));
    assertThat(held())
        .containsExactlyInAnyOrder(
            "shop 1m@" + minute(HOUR, 7) + ": 1",
            "shop 1m@" + minute(HOUR, 59) + ": 2",
            "shop 1h@" + minute(HOUR, 0) + ": 3",
            "other 1m@" + minute(HOUR + 1, 0) + ": 4",
            "other 1h@" + minute(HOUR + 1, 0) + ": 4");
  }

  @Test
  void whatIsAddedUpUnderOtherNumbersStaysWhatItIs() {
    Totals totals = added(KEY, minute(HOUR, 7), 1);
    totals.add(KEY, minute(HOUR, 7), ID + 1, 10);
    totals.add(KEY, minute(HOUR, 7), ID + 2, 100);
    add(totals);
    // The first and the second change places, the third is forgotten.
    ledger = ledger.renumbered(id -> id == ID + 2 ? -1 : ID + 1 - id);
    assertThat(held())
        .containsExactlyInAnyOrder(
            "shop 1m@" + minute(HOUR, 7) + ": 10", "shop 1h@" + minute(HOUR, 0) + ": 10");
    add(added(KEY, minute(HOUR, 7), 5));
    assertThat(changed.get(0).after().get(ID)).isEqualTo(15);
    assertThat(changed.get(0).after().get(ID + 1)).isEqualTo(1);
    assertThat(changed.get(0).after().get(ID + 2)).isZero();
  }

  private List<String> held() {
    List<String> held = new ArrayList<>();
    ledger.forEach(
        (key, granularity, start, counts) ->
            held.add(
                key.site()
                    + " "
                    + granularity.tag()
                    + "@"
                    + start / Granularity.MINUTE.millis()
                    + ": "
                    + value(counts)));
    return held;
  }

  private void add(Totals... totals) {
    step(Integer.MIN_VALUE, totals);
  }

  private void step(int oldest, Totals... totals) {
    changed.clear();
    Ledger.Step step = ledger.add(List.of(totals), oldest, changed::add);
    ledger = step.ledger();
    late = step.late();
  }

  private List<String> shown() {
    return changed.stream()
        .map(
            bucket ->
                bucket.granularity().tag()
                    + "@"
                    + bucket.start() / Granularity.MINUTE.millis()
                    + ": "
                    + value(bucket.before())
                    + " -> "
                    + value(bucket.after()))
        .toList();
  }

  private static long value(Counts counts) {
    return counts.get(ID);
  }

  private static Totals added(MetricKey key, int epochMinute, long amount) {
    Totals totals = new Totals();
    totals.add(key, epochMinute, ID, amount);
    return totals;
  }

  private static int minute(int hour, int minute) {
    return hour * 60 + minute;
  }

  private static byte[] bytes(Ledger ledger) {
    ByteWriter out = new ByteWriter(64);
    ledger.writeTo(out);
    return out.toByteArray();
  }
}
