package org.variometer.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots are named by their ends and follow one another (spec §5). */
class SlotTest {
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);
  private static final Slot SLOT = new Slot(Instant.parse("2026-11-20T10:30:00Z"), HALF_HOUR);

  @Test
  void itIsNamedByTheMinuteOfItsEndInUtc() {
    assertThat(SLOT.name()).isEqualTo("2026-11-20T10:30Z").isEqualTo(SLOT.toString());
    assertThat(SLOT.folder()).isEqualTo("20261120T1030Z");
    assertThat(Slot.named("2026-11-20T10:30Z", HALF_HOUR)).contains(SLOT);
    assertThat(Slot.named("2026-11-20T23:15+12:45", HALF_HOUR)).contains(SLOT);
    assertThat(Slot.ofFolder("20261120T1030Z", HALF_HOUR)).contains(SLOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-20T10:29Z", "2026-11-20T10:30:00.001Z", "2026-11-20", "now", ""})
  void noOtherTextNamesASlot(String text) {
    assertThat(Slot.named(text, HALF_HOUR)).isEmpty();
    assertThat(Slot.ofFolder(text, HALF_HOUR)).isEmpty();
  }

  @Test
  void slotsFollowOneAnotherWithoutAGap() {
    assertThat(SLOT.begin()).isEqualTo(SLOT.previous().end());
    assertThat(SLOT.next().previous()).isEqualTo(SLOT);
    assertThat(SLOT.previous()).isLessThan(SLOT);
    assertThat(SLOT.next().folder()).isGreaterThan(SLOT.folder());
  }

  @Test
  void theLastOneHasEnded() {
    assertThat(Slot.lastAt(SLOT.end(), HALF_HOUR)).isEqualTo(SLOT);
    assertThat(Slot.lastAt(SLOT.end().plusMillis(1), HALF_HOUR)).isEqualTo(SLOT);
    assertThat(Slot.lastAt(SLOT.end().minusMillis(1), HALF_HOUR)).isEqualTo(SLOT.previous());
  }

  @Test
  void itsRunSealsThroughItsEndLessTheDelay() {
    assertThat(SLOT.sealsThrough(Duration.ofMinutes(60)))
        .isEqualTo(Instant.parse("2026-11-20T09:30:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T00:00:00Z, 2026-11-12T00:00:00Z",
    "2026-11-20T00:30:00Z, 2026-11-12T00:00:00Z",
    "2026-11-20T23:30:00Z, 2026-11-12T00:00:00Z",
    "2026-11-21T00:00:00Z, 2026-11-13T00:00:00Z"
  })
  void whatIsKeptBeginsWithAWholeDay(Instant end, Instant from) {
    assertThat(new Slot(end, Duration.ofMinutes(30)).keepsFrom(Duration.ofDays(8))).isEqualTo(from);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-PT30M", "PT30S", "PT7M", "PT48H", "PT30M0.001S"})
  void slotsDivideADayIntoWholeMinutes(String length) {
    assertThat(Slot.isLength(Duration.parse(length))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Slot(Instant.EPOCH, Duration.parse(length)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1M", "PT30M", "PT24H"})
  void lengthsThatDivideADay(String length) {
    assertThat(Slot.isLength(Duration.parse(length))).isTrue();
  }
}
