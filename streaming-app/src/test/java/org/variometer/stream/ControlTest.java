package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.variometer.config.VariometerConfig;
import org.variometer.control.Acknowledgement;
import org.variometer.control.ControlClient;
import org.variometer.control.Lease;
import org.variometer.control.Seal;
import org.variometer.control.StateDigest;
import org.variometer.kairos.Fence;
import org.variometer.kairos.SinkException;
import org.variometer.kairos.Ticker;

/** What the stream says to the batch, and when it must not go on (spec §5, §7). */
class ControlTest {
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
  private static final Instant ELEVEN = TEN.plusSeconds(3600);

  private VariometerConfig config;
  private static final StateDigest NOTHING = new StateDigest(Long.MIN_VALUE, 0, new TreeMap<>());

  private ControlClient batch;
  private Seal seal;
  private Acknowledgement acknowledgement;
  private long now;

  private final Ticker ticker =
      new Ticker() {
        @Override
        public long nanos() {
          return now;
        }

        @Override
        public void sleep(long nanos) {
          now += nanos;
        }
      };

  @BeforeEach
  void begin() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    config = VariometerConfig.from(world.config(Optional.empty(), Map.of()));
    batch = ControlClient.connect(config.zooKeeper());
    seal = new Seal(batch);
    acknowledgement =
        new Acknowledgement(
            batch, config.region(), config.stream().consumer(), config.kafka().beacons());
  }

  @AfterEach
  void end() {
    batch.close();
  }

  @Test
  void aCommitNamesTheSealThatTheMicroBatchRead() throws Exception {
    try (Control control = claimed()) {
      assertThat(control.sealing()).isEmpty();
      commit(control, control.sealing());
      assertThat(acknowledgement.through()).isEmpty();
      seal.announce(TEN);
      commit(control, control.sealing());
      assertThat(acknowledgement.through()).contains(TEN);
    }
  }

  @Test
  void afterAStreamThatDidNotReleaseItsLeaseItNamesNoneUntilThatHasRunOut() throws Exception {
    seal.announce(TEN);
    claimed().close();
    try (Control control = claimed()) {
      commit(control, control.sealing());
      assertThat(acknowledgement.through()).isEmpty();
      pass(Lease.TERM.plus(config.kairos().requestTimeout()));
      commit(control, control.sealing());
      assertThat(acknowledgement.through()).contains(TEN);
    }
  }

  @Test
  void afterAStreamThatReleasedItsLeaseItNamesOneAtOnce() throws Exception {
    seal.announce(TEN);
    try (Control control = claimed()) {
      control.release();
    }
    try (Control control = claimed()) {
      commit(control, control.sealing());
      assertThat(acknowledgement.through()).contains(TEN);
    }
  }

  @Test
  void afterItsSessionRanOutItGoesOnIfTheSealHasNotMoved() throws Exception {
    seal.announce(TEN);
    try (Control control = claimed()) {
      control.sealing();
      Fence fence = control.fence();
      loseHolder();
      pass(Lease.TERM.plusNanos(1));
      assertThatCode(fence::check).doesNotThrowAnyException();
      seal.announce(ELEVEN);
      pass(Lease.TERM.plusNanos(1));
      assertThatCode(fence::check).as("the batch waits for it").doesNotThrowAnyException();
    }
  }

  @Test
  void afterItsSessionRanOutItStopsIfTheSealHasMovedSinceTheMicroBatchReadIt() throws Exception {
    seal.announce(TEN);
    try (Control control = claimed()) {
      control.sealing();
      Fence fence = control.fence();
      loseHolder();
      seal.announce(ELEVEN);
      pass(Lease.TERM.plusNanos(1));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(fence::check)
            .isInstanceOf(SinkException.class)
            .hasMessageContainingAll("ran out", "through " + ELEVEN, "Start it again");
      }
    }
  }

  @Test
  void betweenMicroBatchesASessionThatRanOutDoesNoHarm() throws Exception {
    try (Control control = claimed()) {
      loseHolder();
      seal.announce(TEN);
      control.confirm();
      assertThat(control.sealing()).contains(TEN);
      pass(Lease.TERM.plusNanos(1));
      assertThatCode(control.fence()::check).doesNotThrowAnyException();
    }
  }

  private Control claimed() throws StreamException {
    Control control = Control.connect(config, ticker);
    control.claim();
    control.progress().prepare(Map.of(0, 0L), new ReadTopic("a topic", false));
    return control;
  }

  private static void commit(Control control, Optional<Instant> left) throws StreamException {
    control.commit(1, Map.of(0, 1L), NOTHING, OptionalLong.empty(), left);
  }

  /** As when the stream's session runs out. */
  private void loseHolder() throws Exception {
    batch.curator().delete().forPath(batch.paths().writer() + "-holder");
  }

  private void pass(Duration duration) {
    now += duration.toNanos();
  }
}
