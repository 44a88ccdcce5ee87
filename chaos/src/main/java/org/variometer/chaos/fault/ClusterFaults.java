package org.variometer.chaos.fault;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.variometer.chaos.world.Layers;
import org.variometer.services.Signals;
import org.variometer.services.SparkService;

/** What happens to the cluster that a stream runs on. */
final class ClusterFaults {
  private static final long PATIENCE_MILLIS = 60_000;

  private ClusterFaults() {}

  /** Kills an executor; its worker starts another one. */
  static final Fault KILL_EXECUTOR = (layers, dice) -> executor(layers, dice).destroyForcibly();

  /** An executor stands still for some seconds. */
  static final Fault SUSPEND_EXECUTOR =
      (layers, dice) -> {
        ProcessHandle executor = executor(layers, dice);
        Signals.suspend(executor.pid());
        try {
          TimeUnit.MILLISECONDS.sleep(dice.nextLong(1000, 12_000));
        } finally {
          Signals.resume(executor.pid());
        }
      };

  /** Kills a worker, with which its executors end, and starts it again some seconds later. */
  static final Fault KILL_WORKER =
      (layers, dice) -> {
        List<SparkService> workers = layers.world().cluster().orElseThrow().workers();
        SparkService worker = workers.get(dice.nextInt(workers.size()));
        worker.kill();
        TimeUnit.MILLISECONDS.sleep(dice.nextLong(100, 6000));
        worker.start();
      };

  /** One of the executors that run. */
  private static ProcessHandle executor(Layers layers, RandomGenerator dice)
      throws InterruptedException {
    Waiting.require(PATIENCE_MILLIS, () -> !executors(layers).isEmpty(), "an executor");
    List<ProcessHandle> running = executors(layers);
    return running.get(dice.nextInt(running.size()));
  }

  private static List<ProcessHandle> executors(Layers layers) {
    return layers.world().cluster().orElseThrow().workers().stream()
        .filter(SparkService::isAlive)
        .flatMap(worker -> worker.executors().stream())
        .toList();
  }
}
