package org.variometer.chaos.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.variometer.chaos.agent.Agent;
import org.variometer.chaos.agent.CrashPoint;
import org.variometer.chaos.world.App;
import org.variometer.chaos.world.KairosProxy.Mishap;
import org.variometer.chaos.world.Layers;
import org.variometer.services.Signals;

/** What happens to the stream's process. */
final class StreamFaults {
  /** A lease's term, a request's time-out and some micro-batches: whoever came then has settled. */
  private static final long TAKEN_OVER_MILLIS = 90_000;

  private static final long DOOMED_MILLIS = 60_000;
  private static final int LATEST_HIT = 3;
  private static final long FURTHEST_JUMP_MILLIS = 90_000;

  private StreamFaults() {}

  /** Killed at any moment. */
  static void kill(Layers layers, RandomGenerator dice) {
    layers.stream().kill();
  }

  /** Killed again and again while it starts. */
  static void killRepeatedly(Layers layers, RandomGenerator dice)
      throws IOException, InterruptedException {
    int times = dice.nextInt(2, 4);
    for (int i = 0; i < times; i++) {
      layers.stream().kill();
      layers.stream().start();
      TimeUnit.MILLISECONDS.sleep(dice.nextLong(500, 8000));
    }
    layers.stream().kill();
  }

  /** Stopped gracefully. */
  static void stop(Layers layers, RandomGenerator dice) throws InterruptedException {
    boolean unused = layers.stream().stop();
  }

  /** All of its threads stand still, longer than ZooKeeper keeps its session. */
  static void suspend(Layers layers, RandomGenerator dice)
      throws IOException, InterruptedException {
    Signals.suspend(layers.stream().pid());
    TimeUnit.MILLISECONDS.sleep(dice.nextLong(3000, 15_000));
    Signals.resume(layers.stream().pid());
  }

  /** Stands still while another one takes its place, and then goes on. */
  static void replace(Layers layers, RandomGenerator dice)
      throws IOException, InterruptedException {
    // What it has in hand then is old when it goes on.
    Signals.suspend(layers.stream().pid());
    App suspended = layers.stream().replace();
    try {
      Waiting.require(TAKEN_OVER_MILLIS, layers.stream()::isSettled, "the stream that takes over");
      Signals.resume(suspended.pid());
      if (!suspended.awaitEnd(TAKEN_OVER_MILLIS)) {
        throw new UnreachedException("the end of the stream that was replaced");
      }
    } finally {
      suspended.close();
    }
  }

  /** Killed with a request under way that arrives when the next one writes. */
  static void killWithRequestUnderWay(Layers layers, RandomGenerator dice)
      throws IOException, InterruptedException {
    layers.world().proxy().next(1 + dice.nextInt(2), Mishap.LATE);
    try {
      Waiting.require(TAKEN_OVER_MILLIS, () -> layers.world().proxy().happened() > 0, "a request");
      layers.stream().kill();
    } finally {
      layers.world().proxy().heal();
    }
  }

  /** Dies with points written, when its checkpoints take seconds. */
  static void dieWithSlowCheckpoints(Layers layers, RandomGenerator dice)
      throws IOException, InterruptedException {
    layers.stream().kill();
    die(
        layers,
        CrashPoint.NOT_COMMITTED,
        dice.nextInt(2, 2 + LATEST_HIT),
        List.of(Agent.slowCheckpoints(layers.world().agent())));
  }

  /** Dies at a point in its code. */
  static Fault dieAt(CrashPoint point) {
    return (layers, dice) -> {
      switch (point.reached()) {
        case ONCE, OFTEN -> {
          layers.stream().kill();
          die(layers, point, point.isOften() ? dice.nextInt(1, 1 + LATEST_HIT) : 1, List.of());
        }
        case WITHOUT_CHECKPOINT -> {
          StateFaults.loseCheckpoint(layers, dice);
          die(layers, point, 1, List.of());
        }
        case WITH_OLD_CHECKPOINT -> {
          StateFaults.outliveCheckpoint(layers, dice);
          die(layers, point, 1, List.of());
        }
        case BEHIND_LOST_POINTS -> dieOfLostPoints(layers, point, dice);
        case IN_STOP, IN_RELEASE -> dieInStop(layers, point, dice);
      }
    };
  }

  /** What it writes gets lost when it has run for a while: it dies where it finds that out. */
  private static void dieOfLostPoints(Layers layers, CrashPoint point, RandomGenerator dice)
      throws IOException, InterruptedException {
    layers.stream().kill();
    layers.stream().start(List.of(Agent.crashing(layers.world().agent(), point, 1)));
    Waiting.require(DOOMED_MILLIS, layers.stream()::isBegun, "the start of a stream");
    ServiceFaults.QUEUE_LOST.happen(layers, dice);
    requireDeath(layers, point);
  }

  /** Its clock jumps while it runs, and again back when the next one is started. */
  static void jumpClock(Layers layers, RandomGenerator dice)
      throws IOException, InterruptedException {
    layers.stream().kill();
    long delay = dice.nextLong(10_000, 20_000);
    long jump = dice.nextLong(1000, FURTHEST_JUMP_MILLIS) * (dice.nextBoolean() ? 1 : -1);
    layers.stream().start(List.of(Agent.jumpingClock(layers.world().agent(), delay, jump)));
    Waiting.require(DOOMED_MILLIS, layers.stream()::isBegun, "the start of a stream");
    TimeUnit.MILLISECONDS.sleep(delay + dice.nextLong(10_000));
    layers.stream().kill();
  }

  /** Starts it, and stops it gracefully when it has run for a while: it dies at a point of that. */
  private static void dieInStop(Layers layers, CrashPoint point, RandomGenerator dice)
      throws IOException, InterruptedException {
    layers.stream().kill();
    layers.stream().start(List.of(Agent.crashing(layers.world().agent(), point, 1)));
    Waiting.require(DOOMED_MILLIS, layers.stream()::isBegun, "the start of a stream");
    if (point.reached() == CrashPoint.Reached.IN_RELEASE) {
      // One that has not made up for what was left keeps its right.
      Waiting.require(TAKEN_OVER_MILLIS, layers.stream()::isSettled, "a stream that has settled");
    }
    TimeUnit.MILLISECONDS.sleep(dice.nextLong(1000, 15_000));
    boolean unused = layers.stream().stop();
    if (!layers.stream().hasDied()) {
      throw new UnreachedException(point.label());
    }
  }

  /** Starts it so that it dies when it comes to a point for the {@code nth} time, and waits. */
  private static void die(Layers layers, CrashPoint point, int nth, List<String> more)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(more);
    options.add(Agent.crashing(layers.world().agent(), point, nth));
    layers.stream().start(options);
    requireDeath(layers, point);
  }

  private static void requireDeath(Layers layers, CrashPoint point) throws InterruptedException {
    if (!layers.stream().awaitDeath(DOOMED_MILLIS)) {
      throw new UnreachedException(point.label());
    }
  }
}
