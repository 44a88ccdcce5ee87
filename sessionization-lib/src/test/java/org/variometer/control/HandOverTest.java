package org.variometer.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.variometer.control.HandOver.Outcome;
import org.variometer.kairos.Fence;
import org.variometer.kairos.ManualTicker;

/** The batch writes no bucket that a stream may still write (spec §5). */
class HandOverTest {
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
  private static final Duration REQUEST = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ManualTicker ticker = new ManualTicker();
  private final List<String> progress = new ArrayList<>();
  private ControlWorld world;
  private ControlClient streams;
  private Acknowledgement acknowledgement;

  @BeforeEach
  void begin() throws Exception {
    world = new ControlWorld();
    streams = world.another();
    acknowledgement = new Acknowledgement(streams, "here", "stream", "beacons");
    acknowledgement.prepare();
  }

  @AfterEach
  void end() {
    streams.close();
    world.close();
  }

  @Test
  void whereNoStreamEverWroteItGoesOnAtOnce() throws Exception {
    assertThat(await()).isEqualTo(Outcome.NO_STREAM);
    assertWaited(Duration.ZERO);
  }

  @Test
  void afterAStreamThatReleasedItsLeaseItGoesOnAtOnce() throws Exception {
    Lease.claim(streams, Role.STREAM, "here", REQUEST).close();
    assertThat(await()).isEqualTo(Outcome.NO_STREAM);
    assertWaited(Duration.ZERO);
  }

  @Test
  void whatTheStreamHasAcknowledgedAlreadyIsNotWaitedFor() throws Exception {
    Lease lease = Lease.claim(streams, Role.STREAM, "here", REQUEST);
    acknowledge(lease, TEN);
    assertThat(await()).isEqualTo(Outcome.ACKNOWLEDGED);
    assertWaited(Duration.ZERO);
  }

  @Test
  void itWaitsForTheStreamsCommit() throws Exception {
    Lease lease = Lease.claim(streams, Role.STREAM, "here", REQUEST);
    acknowledge(lease, TEN.minusSeconds(60));
    ticker.whenWaiting(
        () -> {
          if (ticker.pauses().size() == 3) {
            acknowledge(lease, TEN);
          }
        });
    assertThat(await()).isEqualTo(Outcome.ACKNOWLEDGED);
    assertThat(ticker.pauses()).hasSize(3);
    assertThat(progress).hasSize(1);
    assertThat(progress.get(0)).contains("through " + TEN, "region here, host ", "to commit");
  }

  @Test
  void itWaitsOutTheLeaseOfAStreamThatDied() throws Exception {
    Lease.claim(streams, Role.STREAM, "here", REQUEST);
    streams.close();
    assertThat(await()).isEqualTo(Outcome.LEASE_RAN_OUT);
    assertWaited(Lease.TERM.plus(REQUEST));
    assertThat(progress).hasSize(1);
    assertThat(progress.get(0)).contains("without releasing it", "40 s");
  }

  @Test
  void theLeaseOfAStreamThatDiesMeanwhileRunsFromThenOn() throws Exception {
    Lease.claim(streams, Role.STREAM, "here", REQUEST);
    ticker.whenWaiting(
        () -> {
          if (ticker.pauses().size() == 10) {
            streams.close();
          }
        });
    assertThat(await()).isEqualTo(Outcome.LEASE_RAN_OUT);
    assertWaited(Duration.ofSeconds(2).plus(Lease.TERM).plus(REQUEST));
    assertThat(progress).hasSize(2);
  }

  @Test
  void aStreamThatComesBackMeanwhileIsWaitedFor() throws Exception {
    Lease lease = Lease.claim(streams, Role.STREAM, "here", REQUEST);
    world.expire(streams);
    ticker.whenWaiting(
        () -> {
          if (ticker.pauses().size() == 5) {
            confirm(lease);
          } else if (ticker.nanos() > Duration.ofSeconds(60).toNanos()) {
            acknowledge(lease, TEN);
          }
        });
    assertThat(await()).isEqualTo(Outcome.ACKNOWLEDGED);
    assertThat(Duration.ofNanos(ticker.nanos())).isGreaterThan(Duration.ofSeconds(60));
  }

  @Test
  void aStreamWhoseRightWasDeletedIsWaitedForWhileItLives() throws Exception {
    Lease.claim(streams, Role.STREAM, "here", REQUEST);
    world.client().curator().delete().forPath(world.client().paths().writer());
    ticker.whenWaiting(streams::close);
    assertThat(await()).isEqualTo(Outcome.NO_STREAM);
    assertThat(ticker.pauses()).hasSize(1);
  }

  @Test
  void aStreamThatReleasesItsLeaseMeanwhileIsNotWaitedForAnyMore() throws Exception {
    Lease lease = Lease.claim(streams, Role.STREAM, "here", REQUEST);
    ticker.whenWaiting(lease::close);
    assertThat(await()).isEqualTo(Outcome.NO_STREAM);
    assertThat(ticker.pauses()).hasSize(1);
  }

  @Test
  void afterItsPatienceItSaysWhatItWaitedFor() throws Exception {
    Lease lease = Lease.claim(streams, Role.STREAM, "here", REQUEST);
    acknowledge(lease, TEN.minusSeconds(60));
    assertThatThrownBy(this::await)
        .isInstanceOf(ControlException.class)
        .hasMessageContainingAll(
            "after 300 s",
            "region here, host ",
            "through " + TEN + " are not sealed",
            "/here/stream/acknowledged/beacons",
            "says " + TEN.minusSeconds(60),
            "stop it");
    assertWaited(PATIENCE);
  }

  private Outcome await() throws Exception {
    return new HandOver(world.client(), "stream", "beacons", ticker)
        .await(TEN, REQUEST, PATIENCE, progress::add);
  }

  private void acknowledge(Lease lease, Instant through) {
    try {
      streams.curator().transaction().forOperations(lease.check(), acknowledgement.set(through));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void confirm(Lease lease) {
    try {
      lease.confirm(Fence.OPEN);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void assertWaited(Duration waited) {
    assertThat(Duration.ofNanos(ticker.nanos())).isEqualTo(waited);
  }
}
