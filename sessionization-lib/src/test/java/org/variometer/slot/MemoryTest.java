package org.variometer.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The batch forgets what arrived more than 4 days and 40 minutes before the newest it knows. */
class MemoryTest {
  private static final Slot SLOT =
      new Slot(Instant.parse("2026-11-20T10:30:00Z"), Duration.ofMinutes(30));
  private static final long BEGIN = SLOT.begin().toEpochMilli();
  private static final long LENGTH = Duration.ofDays(4).plusMinutes(40).toMillis();

  @Test
  void itReachesBackFromTheLatestArrival() {
    long latest = BEGIN - Duration.ofDays(300).toMillis();
    Memory memory = Memory.of(SLOT, latest);
    assertThat(memory.reaches(latest - LENGTH)).isTrue();
    assertThat(memory.reaches(latest - LENGTH - 1)).isFalse();
  }

  @Test
  void anArrivalAheadOfTheSlotMakesItForgetNoMore() {
    Memory memory = Memory.of(SLOT, BEGIN + Duration.ofDays(300).toMillis());
    assertThat(memory.reaches(BEGIN - LENGTH)).isTrue();
    assertThat(memory.reaches(BEGIN - LENGTH - 1)).isFalse();
  }
}
