package org.variometer.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may have written when he had lost the right to says where (spec §7). */
class RepairsTest {
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");

  private ControlWorld world;

  @BeforeEach
  void begin() throws Exception {
    world = new ControlWorld();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatIsNamedIsOpenForStreamAndBatchUntilEachHasSetItRight() throws Exception {
    Repairs ofStream = new Repairs(world.client(), Role.STREAM);
    Repairs ofBatch = new Repairs(world.client(), Role.BATCH);
    assertThat(ofStream.open()).isEmpty();
    Repairs.name(world.client(), TEN, "here");
    List<Repairs.Repair> open = ofStream.open();
    Repairs.name(world.client(), TEN.plusSeconds(60), "here");
    assertThat(ofStream.open())
        .extracting(Repairs.Repair::from)
        .containsExactlyInAnyOrder(TEN, TEN.plusSeconds(60));
    ofStream.done(open);
    ofStream.done(open);
    assertThat(ofStream.open())
        .extracting(Repairs.Repair::from)
        .containsExactly(TEN.plusSeconds(60));
    assertThat(ofBatch.open()).hasSize(2);
  }
}
