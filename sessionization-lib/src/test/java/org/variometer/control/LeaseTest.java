package org.variometer.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.variometer.kairos.Fence;
import org.variometer.kairos.ManualTicker;
import org.variometer.kairos.SinkException;
import org.variometer.kairos.Ticker;

/** One process writes, and knows it (spec §7). */
class LeaseTest {
  private static final Duration REQUEST = Duration.ofSeconds(30);

  private final ManualTicker ticker = new ManualTicker();
  private ControlWorld world;
  private ControlClient other;

  @BeforeEach
  void begin() throws Exception {
    world = new ControlWorld();
    other = world.another();
  }

  @AfterEach
  void end() {
    other.close();
    world.close();
  }

  @Test
  void theEpochGrowsWithEachClaim() throws Exception {
    for (int epoch = 1; epoch <= 3; epoch++) {
      try (Lease lease = stream(world.client())) {
        assertThat(lease.epoch()).isEqualTo(epoch);
      }
    }
  }

  @Test
  void itsHolderCanBeLookedUpWhileItIsHeld() throws Exception {
    assertThat(Lease.holder(other, Role.STREAM)).isEmpty();
    try (Lease lease = stream(world.client())) {
      Holder holder = Lease.holder(other, Role.STREAM).orElseThrow();
      assertThat(holder.region()).isEqualTo("here");
      assertThat(holder.epoch()).isEqualTo(lease.epoch());
      assertThat(holder.process()).isEqualTo(ProcessHandle.current().pid());
    }
    assertThat(Lease.holder(other, Role.STREAM)).isEmpty();
  }

  @Test
  void aStreamTakesOverFromOneOfItsRegion() throws Exception {
    Lease first = stream(world.client());
    Lease second = stream(other);
    assertThat(second.epoch()).isEqualTo(2);
    second.confirm(Fence.OPEN);
    assertThatThrownBy(() -> first.confirm(Fence.OPEN))
        .isInstanceOf(SinkException.class)
        .hasMessageContainingAll("another stream has taken over", "/control/writer");
    assertThatThrownBy(() -> world.client().curator().transaction().forOperations(first.check()))
        .isInstanceOf(KeeperException.BadVersionException.class);
    other.curator().transaction().forOperations(second.check());
    // What is no longer its own it leaves alone.
    first.close();
    second.confirm(Fence.OPEN);
  }

  @Test
  void aStreamOfAnotherRegionIsRefused() throws Exception {
    stream(world.client()).close();
    assertThatThrownBy(() -> Lease.claim(other, Role.STREAM, "there", REQUEST))
        .isInstanceOf(ControlException.class)
        .hasMessageContainingAll("another region writes", "/control/writer", "failover --to there");
  }

  @Test
  void aRegionThatIsToldToWriteWaitsUntilTheOtherHasLetGo() throws Exception {
    Lease here = stream(world.client());
    assertThat(there()).isEmpty();
    new Succession("there", here.epoch(), false).order(other);
    assertThat(there()).as("who writes has not let go").isEmpty();
    here.letGo(true, OptionalLong.empty());
    assertThat(
            Lease.claimIfFree(
                world.client(), Role.STREAM, "here", REQUEST, Ticker.SYSTEM, Optional.empty()))
        .as("it is the other's turn")
        .isEmpty();
    Lease there = there().orElseThrow();
    assertThat(there.epoch()).isEqualTo(here.epoch() + 1);
    assertThat(there.isPredecessorElsewhere()).isTrue();
    assertThat(there.isPredecessorOver()).as("released").isTrue();
    there.letGo(false, OptionalLong.empty());
    assertThat(
            Lease.claimIfFree(
                world.client(), Role.STREAM, "here", REQUEST, Ticker.SYSTEM, Optional.empty()))
        .as("an order holds once")
        .isEmpty();
    assertThat(there().orElseThrow().isPredecessorOver()).as("not released").isFalse();
  }

  @Test
  void aRegionThatIsToldByForceTakesOverFromOneThatLives() throws Exception {
    Lease here = stream(world.client());
    new Succession("there", here.epoch(), true).order(other);
    Lease there = there().orElseThrow();
    assertThat(here.isOvertaken()).isTrue();
    assertThat(there.isOvertaken()).isFalse();
    assertThat(there.isPredecessorOver()).isFalse();
    assertThatThrownBy(() -> here.confirm(Fence.OPEN))
        .hasMessageContaining("another stream has taken over");
  }

  @Test
  void anOrderForAnEarlierEpochMeansNothing() throws Exception {
    new Succession("there", 0, true).order(other);
    stream(world.client());
    assertThat(there()).isEmpty();
    assertThat(Lease.regionOf(other, Role.STREAM)).contains("here");
  }

  private Optional<Lease> there() throws ControlException {
    return Lease.claimIfFree(other, Role.STREAM, "there", REQUEST, Ticker.SYSTEM, Optional.empty());
  }

  @Test
  void aBatchIsRefusedWhileAnotherLives() throws Exception {
    try (Lease lease = batch(world.client())) {
      assertThat(lease.epoch()).isEqualTo(1);
      assertThatThrownBy(() -> batch(other))
          .isInstanceOf(ControlException.class)
          .hasMessageContainingAll(
              "a batch runs already",
              "region here",
              "process " + ProcessHandle.current().pid(),
              "since 20",
              "/control/batch-holder",
              "within 10 s");
      lease.confirm(Fence.OPEN);
    }
    try (Lease lease = batch(other)) {
      assertThat(lease.epoch()).isEqualTo(2);
    }
  }

  @Test
  void theBatchAndTheStreamDoNotHinderEachOther() throws Exception {
    try (Lease stream = stream(world.client());
        Lease batch = batch(other)) {
      stream.confirm(Fence.OPEN);
      batch.confirm(Fence.OPEN);
    }
  }

  @Test
  void whoseSessionRanOutHoldsItAgainIfNobodyClaimedIt() throws Exception {
    Lease lease = stream(world.client());
    world.expire(world.client());
    assertThat(Lease.holder(other, Role.STREAM)).isEmpty();
    AtomicInteger asked = new AtomicInteger();
    lease.confirm(asked::incrementAndGet);
    assertThat(asked).hasValue(1);
    assertThat(Lease.holder(other, Role.STREAM)).isPresent();
    lease.confirm(asked::incrementAndGet);
    assertThat(asked).as("only when it was made again").hasValue(1);
  }

  @Test
  void whoseSessionRanOutDoesNotGoOnIfWhatHappenedMeanwhileForbidsIt() throws Exception {
    Lease lease = stream(world.client());
    world.expire(world.client());
    Fence forbidden =
        () -> {
          throw new SinkException("the seal has moved");
        };
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> lease.confirm(forbidden)).hasMessage("the seal has moved");
    }
  }

  @Test
  void whoseSessionRanOutHasLostItIfAnotherClaimedIt() throws Exception {
    Lease lease = batch(world.client());
    world.expire(world.client());
    try (Lease next = batch(other)) {
      assertThatThrownBy(() -> lease.confirm(Fence.OPEN))
          .isInstanceOf(SinkException.class)
          .hasMessageContaining("another batch has taken over");
      next.confirm(Fence.OPEN);
    }
  }

  @Test
  void theFenceAsksOnlyWhenTheLastConfirmationIsOlderThanTheTerm() throws Exception {
    Lease lease = Lease.claim(world.client(), Role.STREAM, "here", REQUEST, ticker);
    Fence fence = lease.fence(Fence.OPEN);
    stream(other);
    ticker.pass(Lease.TERM);
    assertThatCode(fence::check).doesNotThrowAnyException();
    ticker.pass(Duration.ofNanos(1));
    assertThatThrownBy(fence::check)
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("another stream");
  }

  @Test
  void aConfirmationCountsForTheTerm() throws Exception {
    Lease lease = Lease.claim(world.client(), Role.STREAM, "here", REQUEST, ticker);
    Fence fence = lease.fence(Fence.OPEN);
    ticker.pass(Lease.TERM.multipliedBy(2));
    fence.check();
    stream(other);
    ticker.pass(Lease.TERM);
    assertThatCode(fence::check).doesNotThrowAnyException();
  }

  @Test
  void afterOneThatReleasedItNobodyWaits() throws Exception {
    try (Lease first = stream(world.client())) {
      assertThat(first.isPredecessorOver()).isTrue();
    }
    assertThat(stream(other).isPredecessorOver()).isTrue();
  }

  @Test
  void afterOneThatDidNotReleaseItTheTermAndARequestAreWaitedFor() throws Exception {
    stream(world.client());
    Lease lease = Lease.claim(other, Role.STREAM, "here", REQUEST, ticker);
    assertThat(lease.isPredecessorOver()).isFalse();
    ticker.pass(Lease.TERM);
    List<String> progress = new ArrayList<>();
    lease.awaitPredecessor(progress::add);
    assertThat(ticker.pauses()).containsExactly(REQUEST);
    assertThat(progress).hasSize(1).first().asString().contains("did not end properly", "30 s");
    assertThat(lease.isPredecessorOver()).isTrue();
    lease.awaitPredecessor(progress::add);
    assertThat(progress).hasSize(1);
  }

  @Test
  void itIsNotReleasedWhileSomethingOfTheOneBeforeCanBeUnderWay() throws Exception {
    stream(world.client());
    Lease lease = Lease.claim(other, Role.STREAM, "here", REQUEST, ticker);
    lease.close();
    Lease next = Lease.claim(other, Role.STREAM, "here", REQUEST, ticker);
    assertThat(next.isPredecessorOver()).isFalse();
    ticker.pass(Lease.TERM.plus(REQUEST));
    next.close();
    assertThat(stream(other).isPredecessorOver()).isTrue();
  }

  @Test
  void aClientThatIsClosedHoldsNothingAndHasReleasedNothing() throws Exception {
    batch(other);
    other.close();
    Lease next = Lease.claim(world.client(), Role.BATCH, "here", REQUEST, ticker);
    assertThat(next.epoch()).isEqualTo(2);
    assertThat(next.isPredecessorOver()).isFalse();
  }

  @Test
  void aRightOfAnEarlierVersionIsRead() throws Exception {
    world.set(world.client().paths().writer(), "{\"region\":\"here\",\"epoch\":41}");
    Lease lease = stream(world.client());
    assertThat(lease.epoch()).isEqualTo(42);
    assertThat(lease.isPredecessorOver()).isFalse();
  }

  @Test
  void whoseRightWasDeletedAndClaimedByAnotherHasLostIt() throws Exception {
    Lease first = stream(world.client());
    world.client().curator().delete().forPath(world.client().paths().writer());
    Lease second = Lease.claim(other, Role.STREAM, "there", REQUEST);
    assertThat(second.epoch()).isEqualTo(1);
    assertThatThrownBy(() -> first.confirm(Fence.OPEN))
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("another stream has taken over");
    second.confirm(Fence.OPEN);
  }

  @Test
  void aDamagedNodeIsNamedWithWhatToDo() throws Exception {
    world.set(world.client().paths().writer(), "{");
    assertThatThrownBy(() -> stream(world.client()))
        .isInstanceOf(ControlException.class)
        .hasMessageContainingAll("/control/writer", "can't be understood", "delete it");
  }

  private static Lease stream(ControlClient client) throws ControlException {
    return Lease.claim(client, Role.STREAM, "here", REQUEST);
  }

  private static Lease batch(ControlClient client) throws ControlException {
    return Lease.claim(client, Role.BATCH, "here", REQUEST);
  }
}
