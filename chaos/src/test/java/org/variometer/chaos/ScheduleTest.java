package org.variometer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.variometer.chaos.fault.FaultKind;

/** What happens in a campaign is a function of its seed. */
class ScheduleTest {
  private static final List<FaultKind> KINDS = FaultKind.ofStream();

  @Test
  void theSameSeedGivesTheSameFaultsAndTheSameDice() {
    assertThat(texts(7)).isEqualTo(texts(7));
  }

  @Test
  void anotherSeedGivesOthers() {
    assertThat(texts(7)).isNotEqualTo(texts(8));
  }

  @Test
  void eachKindComesOnceBeforeOneComesAgain() {
    Schedule schedule = new Schedule(3, KINDS);
    for (int round = 0; round < 3; round++) {
      assertThat(Stream.generate(schedule::next).limit(KINDS.size()).map(Schedule.Entry::kind))
          .containsExactlyInAnyOrderElementsOf(KINDS);
    }
  }

  @Test
  void allKindsHaveNamesOfTheirOwn() {
    assertThat(
            Stream.of(KINDS, FaultKind.ofBatch(), FaultKind.withLoss())
                .flatMap(List::stream)
                .map(FaultKind::name))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9-]+"));
  }

  private static List<String> texts(long seed) {
    Schedule schedule = new Schedule(seed, KINDS);
    return Stream.generate(schedule::next)
        .limit(2L * KINDS.size())
        .map(entry -> entry.kind() + " " + entry.calmMillis() + " " + entry.dice().nextLong())
        .toList();
  }
}
