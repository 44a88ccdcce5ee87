package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.control.Succession;
import org.variometer.kairos.KairosWriter;
import org.variometer.stream.snapshot.WholeFrom;

/**
 * Whoever begins without the checkpoint of the stream before says so as long as it catches up: its
 * monitor gives it time, and who starts next does not go on from what it has until then.
 */
class CatchUpTest {
  private static final Map<Integer, Long> ENDS = Map.of(0, 5L, 1, 7L);

  private StreamWorld world;
  private VariometerConfig first;

  @BeforeEach
  void begin() {
    world = SharedServices.newWorld(1);
    first = region("first");
  }

  @Test
  void whoStandsBySaysSoUntilItHasReadWhatTheOneBeforeHasRead() throws Exception {
    try (Control writer = Control.connect(first);
        Control standby = Control.connect(region("second"))) {
      assertThat(writer.claim()).isPresent();
      assertThat(standby.claim()).isEmpty();
      Reconciliation reconciliation = reconciliation(standby);
      assertThat(reconciliation.isSettled()).isTrue();
      assertThat(standby.progress().isCatchingUp()).isTrue();
      reconciliation.standBy(Map.of(0, 5L, 1, 6L));
      assertThat(standby.progress().isCatchingUp()).isTrue();
      reconciliation.standBy(ENDS);
      assertThat(standby.progress().isCatchingUp()).isFalse();
      assertThat(writer.progress().isCatchingUp()).isFalse();
    }
  }

  @Test
  void whoHandsOverBeforeItHasCaughtUpHasNothingMoreToSetRight() throws Exception {
    try (Control writer = Control.connect(first);
        ControlClient operator = ControlClient.connect(first.zooKeeper());
        KairosWriter points =
            new KairosWriter(first.kairos(), first.region(), "stream", writer.fence())) {
      OptionalLong epoch = writer.claim();
      Turn turn =
          new Turn(
              first.region(),
              writer,
              first.kairos(),
              points,
              new BeaconTopic(first.kafka()),
              reconciliation(writer),
              note -> {});
      assertThat(writer.progress().isCatchingUp()).isTrue();
      turn.committed(new Turn.Points(List.of(), OptionalLong.empty(), false));
      assertThat(writer.progress().isCatchingUp()).as("nobody is to write instead").isTrue();
      new Succession("second", epoch.getAsLong(), false).order(operator);
      turn.committed(new Turn.Points(List.of(), OptionalLong.empty(), false));
      assertThat(writer.hasRight()).isFalse();
      assertThat(writer.progress().isCatchingUp()).isFalse();
    }
  }

  private Reconciliation reconciliation(Control control) throws Exception {
    return Reconciliation.begin(
        control,
        true,
        first.kairos(),
        Pipeline.meterRules(first, WholeFrom.of(Long.MIN_VALUE)),
        ENDS,
        note -> {});
  }

  private VariometerConfig region(String name) {
    return VariometerConfig.from(world.config(Optional.empty(), Map.of("variometer.region", name)));
  }
}
