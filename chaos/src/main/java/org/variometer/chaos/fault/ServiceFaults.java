package org.variometer.chaos.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.variometer.chaos.world.KairosProxy;
import org.variometer.chaos.world.KairosProxy.Mishap;
import org.variometer.chaos.world.Layers;
import org.variometer.chaos.world.World;
import org.variometer.services.Service;
import org.variometer.services.Signals;

/** What happens to the services, and between them and the stream. */
final class ServiceFaults {
  private static final long PATIENCE_MILLIS = 60_000;

  private ServiceFaults() {}

  /** Killed and, some seconds later, started again. */
  static Fault kill(Function<World, Service> service) {
    return (layers, dice) -> {
      service.apply(layers.world()).kill();
      TimeUnit.MILLISECONDS.sleep(dice.nextLong(100, 6000));
      service.apply(layers.world()).start();
    };
  }

  /** Stands still for some seconds. */
  static Fault suspend(Function<World, Service> service) {
    return (layers, dice) -> {
      Signals.suspend(service.apply(layers.world()).pid());
      TimeUnit.MILLISECONDS.sleep(dice.nextLong(1000, 12_000));
      Signals.resume(service.apply(layers.world()).pid());
    };
  }

  /** The next requests to KairosDB meet with a mishap. */
  static Fault mishap(Mishap mishap, int most) {
    return (layers, dice) -> {
      layers.world().proxy().next(dice.nextInt(1, most + 1), mishap);
      try {
        awaitMishap(layers);
        TimeUnit.MILLISECONDS.sleep(dice.nextLong(3000));
      } finally {
        layers.world().proxy().heal();
      }
    };
  }

  /**
   * One half of a request is refused by a 400 when micro-batches wait for the one that sends it.
   */
  static final Fault HALF_BEFORE_OTHERS =
      (layers, dice) -> {
        Signals.suspend(layers.stream().pid());
        layers.world().proxy().next(1, Mishap.HALF);
        TimeUnit.MILLISECONDS.sleep(dice.nextLong(3, 5) * World.INTERVAL_MILLIS);
        Signals.resume(layers.stream().pid());
        try {
          awaitMishap(layers);
        } finally {
          layers.world().proxy().heal();
        }
      };

  /** A request arrives long after its sender, which lives, has given it up. */
  static final Fault LATE =
      (layers, dice) -> {
        layers.world().proxy().next(1 + dice.nextInt(2), Mishap.LATE);
        try {
          awaitMishap(layers);
          TimeUnit.SECONDS.sleep(KairosProxy.LATE_SECONDS + 1);
        } finally {
          layers.world().proxy().heal();
        }
      };

  /** KairosDB refuses connections for some seconds. */
  static final Fault DOWN =
      (layers, dice) -> {
        layers.world().proxy().disconnect();
        TimeUnit.MILLISECONDS.sleep(dice.nextLong(500, 10_000));
        layers.world().proxy().connect();
      };

  /** KairosDB acknowledges for some seconds, dies with all of that in its queue, and comes back. */
  static final Fault QUEUE_LOST =
      (layers, dice) -> {
        layers.world().proxy().next(Integer.MAX_VALUE, Mishap.SWALLOWED);
        try {
          awaitMishap(layers);
          TimeUnit.MILLISECONDS.sleep(dice.nextLong(500, 5000));
          restart(layers.world());
        } finally {
          layers.world().proxy().heal();
        }
      };

  /** KairosDB dies and, back again, writes older values over newer ones out of its queue's file. */
  static final Fault QUEUE_REPLAYED = ServiceFaults::replay;

  /** The same while no stream runs: the one before it was stopped gracefully. */
  static final Fault QUEUE_REPLAYED_UNSEEN =
      (layers, dice) -> {
        if (!layers.stream().stop()) {
          throw new UnreachedException("a graceful stop");
        }
        replay(layers, dice);
      };

  private static void replay(Layers layers, RandomGenerator dice)
      throws IOException, InterruptedException {
    KairosProxy proxy = layers.world().proxy();
    proxy.disconnect();
    try {
      restart(layers.world());
      // What two micro-batches wrote, or three, but for the last seconds.
      Duration from = Duration.ofSeconds(dice.nextLong(8, 16));
      if (proxy.replay(from, Duration.ofSeconds(dice.nextLong(1, 4))) == 0) {
        throw new UnreachedException("a request that was acknowledged");
      }
    } finally {
      proxy.connect();
    }
  }

  private static void awaitMishap(Layers layers) throws InterruptedException {
    Waiting.require(
        PATIENCE_MILLIS, () -> layers.world().proxy().happened() > 0, "a request that writes");
  }

  private static void restart(World world) throws IOException {
    world.services().kairos().kill();
    world.services().kairos().start();
  }
}
