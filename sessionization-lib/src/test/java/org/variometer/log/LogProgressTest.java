package org.variometer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.log.LogProgress.NOT_BEGUN;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** What of the log has passed (spec §2). */
class LogProgressTest {

  @Test
  void beforeTheFirstRecordNothingHasPassed() {
    assertThat(LogProgress.NONE.passed()).isEqualTo(NOT_BEGUN);
    assertThat(LogProgress.NONE.passed(0)).isEqualTo(NOT_BEGUN);
    assertThat(LogProgress.NONE.nextOffsets()).isEmpty();
    assertThat(LogProgress.NONE.advance(List.of()).passed()).isEqualTo(NOT_BEGUN);
  }

  @Test
  void onePartitionHasPassedTheLatestArrivalThatWasReadOfIt() {
    LogProgress progress = after(batch(read(0, 1000, 1)));
    assertThat(progress.passed()).isEqualTo(1000);
    assertThat(progress.passed(0)).isEqualTo(1000);
    assertThat(progress.passed(1)).isEqualTo(NOT_BEGUN);
  }

  @Test
  void itNeverGoesBackWhenLaterRecordsArrivedEarlier() {
    LogProgress progress = after(batch(read(0, 1000, 1)), batch(read(0, 999, 2)));
    assertThat(progress.passed()).isEqualTo(1000);
    assertThat(progress.passed(0)).isEqualTo(1000);
    assertThat(progress.nextOffsets()).isEqualTo(Map.of(0, 2L));
  }

  @Test
  void ofSeveralPartitionsTheOneFurthestBehindDecides() {
    LogProgress progress = after(batch(read(0, 5000, 1), read(1, 1000, 1), read(2, 3000, 1)));
    assertThat(progress.passed()).isEqualTo(1000);
    assertThat(progress.passed(0)).isEqualTo(5000);
    assertThat(progress.passed(2)).isEqualTo(3000);
  }

  @Test
  void aLaggingPartitionHoldsAllBackWhileItIsRead() {
    LogProgress progress =
        after(
            batch(read(0, 5000, 1), read(1, 1000, 1)),
            batch(read(0, 9000, 2), read(1, 1001, 2)),
            batch(read(0, 9500, 3), read(1, 1002, 3)));
    assertThat(progress.passed()).isEqualTo(1002);
  }

  @Test
  void aPartitionWithoutNewsIsReadToItsEndAndHasPassedWhatTheOthersHave() {
    LogProgress progress =
        after(batch(read(0, 5000, 1), read(1, 1000, 1)), batch(read(0, 9000, 2)));
    assertThat(progress.passed()).isEqualTo(9000);
    assertThat(progress.passed(1)).isEqualTo(1000);
    assertThat(progress.nextOffsets()).isEqualTo(Map.of(0, 2L, 1, 1L));
  }

  @Test
  void aPartitionOfRejectedRecordsAloneIsAsFarAsTheySayButNotFurtherThanTheOthers() {
    PartitionReport rejects = new PartitionReport(1, NOT_BEGUN, 3000, 2);
    PartitionReport wrongClock = new PartitionReport(1, NOT_BEGUN, Long.MAX_VALUE, 3);
    PartitionReport slowClock = new PartitionReport(1, NOT_BEGUN, 0, 4);
    LogProgress progress = after(batch(read(0, 1000, 1), read(1, 1000, 1)));
    progress = progress.advance(List.of(read(0, 5000, 2), rejects));
    assertThat(progress.passed()).isEqualTo(3000);
    assertThat(progress.passed(1)).isEqualTo(1000);
    progress = progress.advance(List.of(read(0, 6000, 3), wrongClock));
    assertThat(progress.passed()).isEqualTo(6000);
    progress = progress.advance(List.of(read(0, 9000, 4), slowClock));
    assertThat(progress.passed()).isEqualTo(6000);
    progress = progress.advance(List.of(wrongClock));
    assertThat(progress.passed()).isEqualTo(9000);
    assertThat(progress.nextOffsets()).isEqualTo(Map.of(0, 4L, 1, 4L));
  }

  @Test
  void rejectedRecordsAloneDoNotBeginTheLog() {
    LogProgress progress =
        LogProgress.NONE.advance(List.of(new PartitionReport(0, NOT_BEGUN, 5000, 1)));
    assertThat(progress.passed()).isEqualTo(NOT_BEGUN);
  }

  @Test
  void whereNoPartitionHasNewsAllHavePassedWhatTheFurthestHas() {
    LogProgress progress = after(batch(read(0, 5000, 1), read(1, 1000, 1)), batch());
    assertThat(progress.passed()).isEqualTo(5000);
  }

  @Test
  void aPartitionThatComesBackFromBehindTakesNothingBack() {
    LogProgress progress =
        after(
            batch(read(0, 5000, 1), read(1, 1000, 1)),
            batch(read(0, 9000, 2)),
            batch(read(0, 9500, 3), read(1, 2000, 2)));
    assertThat(progress.passed()).isEqualTo(9000);
    assertThat(progress.passed(1)).isEqualTo(2000);
  }

  @Test
  void aNewPartitionCountsFromItsFirstRecordOn() {
    LogProgress before = after(batch(read(0, 5000, 1)));
    LogProgress progress = before.advance(List.of(read(0, 6000, 2), read(3, 5500, 1)));
    assertThat(progress.passed()).isEqualTo(5500);
    assertThat(progress.passed(1)).isEqualTo(NOT_BEGUN);
    assertThat(progress.passed(3)).isEqualTo(5500);
    assertThat(progress.nextOffsets()).isEqualTo(Map.of(0, 2L, 3, 1L));
  }

  @Test
  void severalTasksOfOnePartitionCountAsOne() {
    LogProgress progress = after(batch(read(0, 5000, 7), read(0, 1000, 3)));
    assertThat(progress.passed()).isEqualTo(5000);
    assertThat(progress.nextOffsets()).isEqualTo(Map.of(0, 7L));
  }

  @Test
  void theStepBeforeIsLeftAsItWas() {
    LogProgress before = after(batch(read(0, 1000, 1)));
    LogProgress after = before.advance(List.of(read(0, 2000, 2), read(1, 2000, 1)));
    assertThat(after.passed()).isEqualTo(2000);
    assertThat(before.passed()).isEqualTo(1000);
    assertThat(before.passed(0)).isEqualTo(1000);
    assertThat(before.nextOffsets()).isEqualTo(Map.of(0, 1L));
  }

  @Test
  void offsetZeroAndArrivalZeroAreOffsetsAndArrivals() {
    LogProgress progress = after(batch(read(0, 0, 0)));
    assertThat(progress.passed()).isZero();
    assertThat(progress.nextOffsets()).isEqualTo(Map.of(0, 0L));
  }

  @Test
  void whereNoPartitionIsKnownByItselfTheWholeLogGoesOnFromWhatItHasPassed() {
    LogProgress progress = LogProgress.at(new TreeMap<>(Map.of(0, 7L, 2, 9L)), 5000);
    assertThat(progress.passed()).isEqualTo(5000);
    assertThat(progress.nextOffsets()).isEqualTo(Map.of(0, 7L, 2, 9L));
    assertThat(progress.advance(List.of()).passed()).isEqualTo(5000);
    LogProgress behind = progress.advance(List.of(read(2, 4000, 10)));
    assertThat(behind.passed()).as("a straggler").isEqualTo(5000);
    assertThat(behind.nextOffsets()).isEqualTo(Map.of(0, 7L, 2, 10L));
    assertThat(behind.advance(List.of(read(0, 6000, 8))).passed()).isEqualTo(6000);
  }

  @Test
  void itGoesOnFromItsBytes() {
    LogProgress progress = after(batch(read(0, 5000, 1), read(2, 1000, 4)), batch(read(0, -1, 2)));
    ByteWriter out = new ByteWriter(1);
    progress.writeTo(out);
    LogProgress back = LogProgress.readFrom(new ByteReader(out.toByteArray()));
    assertThat(back.passed()).isEqualTo(progress.passed());
    assertThat(back.nextOffsets()).isEqualTo(progress.nextOffsets());
    assertThat(back.passed(1)).isEqualTo(NOT_BEGUN);
    assertThat(back.advance(List.of()).passed()).isEqualTo(progress.advance(List.of()).passed());
  }

  private static PartitionReport read(int partition, long lastArrival, long nextOffset) {
    return new PartitionReport(partition, lastArrival, NOT_BEGUN, nextOffset);
  }

  /** What the tasks of a micro-batch read. */
  private record Batch(List<PartitionReport> reports) {}

  private static Batch batch(PartitionReport... reports) {
    return new Batch(List.of(reports));
  }

  private static LogProgress after(Batch... batches) {
    LogProgress progress = LogProgress.NONE;
    for (Batch batch : batches) {
      progress = progress.advance(batch.reports());
    }
    return progress;
  }
}
