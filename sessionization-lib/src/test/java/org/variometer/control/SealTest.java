package org.variometer.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Through where buckets are sealed never goes back (spec §5). */
class SealTest {
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
  private static final Instant ELEVEN = TEN.plusSeconds(3600);

  private static final Duration REQUEST = Duration.ofSeconds(30);

  private ControlWorld world;
  private Seal seal;

  @BeforeEach
  void begin() throws Exception {
    world = new ControlWorld();
    seal = new Seal(world.client());
  }

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void nothingIsSealedAtFirst() throws Exception {
    assertThat(seal.announced()).isEmpty();
    assertThat(seal.through()).isEmpty();
  }

  @Test
  void anAnnouncementSealsNothing() throws Exception {
    seal.announce(TEN);
    assertThat(seal.announced()).contains(TEN);
    assertThat(seal.through()).isEmpty();
  }

  @Test
  void whatIsSealedIsAnnounced() throws Exception {
    seal.seal(TEN);
    assertThat(seal.announced()).contains(TEN);
    assertThat(seal.through()).contains(TEN);
  }

  @Test
  void neitherGoesBack() throws Exception {
    seal.seal(ELEVEN);
    seal.announce(TEN);
    seal.seal(TEN);
    assertThat(seal.announced()).contains(ELEVEN);
    assertThat(seal.through()).contains(ELEVEN);
  }

  @Test
  void ofManyAtOnceTheLastInstantStands() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Instant through = TEN.plusSeconds(60L * (i * 7 % 20));
        all.add(
            () -> {
              seal.announce(through);
              return null;
            });
      }
      for (Future<Void> each : threads.invokeAll(all)) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(seal.announced()).contains(TEN.plusSeconds(60 * 19));
  }

  @Test
  void aBatchThatLostItsLeaseSetsNothing() throws Exception {
    try (ControlClient other = world.another()) {
      Lease lease = Lease.claim(other, Role.BATCH, "here", REQUEST);
      Seal fenced = new Seal(other, lease);
      fenced.seal(TEN);
      world.expire(other);
      try (Lease next = Lease.claim(world.client(), Role.BATCH, "here", REQUEST)) {
        assertThat(next.epoch()).isEqualTo(2);
        assertThatThrownBy(() -> fenced.announce(ELEVEN))
            .isInstanceOf(ControlException.class)
            .hasMessageContaining("another batch has taken over");
        assertThatThrownBy(() -> fenced.seal(ELEVEN)).isInstanceOf(ControlException.class);
      }
      assertThat(seal.announced()).contains(TEN);
      assertThat(seal.through()).contains(TEN);
    }
  }

  @Test
  void whatIsNoInstantIsNamedWithWhatToDo() throws Exception {
    world.set(world.client().paths().sealing(), "noon");
    assertThatThrownBy(seal::announced)
        .isInstanceOf(ControlException.class)
        .hasMessageContainingAll("/control/sealing", "'noon'", "like 2026-11-20T10:00:00Z");
    assertThatThrownBy(() -> seal.announce(TEN)).isInstanceOf(ControlException.class);
  }
}
