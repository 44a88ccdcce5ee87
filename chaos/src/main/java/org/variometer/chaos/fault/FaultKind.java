package org.variometer.chaos.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.variometer.chaos.agent.CrashPoint;
import org.variometer.chaos.world.KairosProxy.Mishap;
import org.variometer.chaos.world.Layers;

/** A kind of fault, by its name. */
public final class FaultKind {
  private static final int MANY = 6;

  private static final FaultKind STATE_LOSS =
      new FaultKind("state-loss", "no state at all", StateFaults::loseAll);

  private static final List<FaultKind> WITH_LOSS =
      List.of(
          new FaultKind(
              "data-loss", "no state at all; --allow-data-loss", StateFaults::goOnWithoutState));

  private final String name;
  private final String words;
  private final Fault fault;

  private FaultKind(String name, String words, Fault fault) {
    this.name = name;
    this.words = words;
    this.fault = fault;
  }

  /** All that can happen to a stream. */
  public static List<FaultKind> ofStream() {
    List<FaultKind> kinds = new ArrayList<>();
    kinds.addAll(ofProcess());
    kinds.addAll(ofState());
    kinds.addAll(ofServices());
    kinds.addAll(ofKairos());
    kinds.add(STATE_LOSS);
    for (CrashPoint point : CrashPoint.values()) {
      if (point.layer() == CrashPoint.Layer.STREAM) {
        kinds.add(
            new FaultKind(
                "crash-" + point.label(),
                "the stream dies at the point " + point.label(),
                StreamFaults.dieAt(point)));
      }
    }
    return kinds;
  }

  /** All that can happen to the cluster that a stream runs on. */
  public static List<FaultKind> ofCluster() {
    return List.of(
        new FaultKind("executor-kill", "kill -9 of an executor", ClusterFaults.KILL_EXECUTOR),
        new FaultKind(
            "executor-suspend", "an executor stands still", ClusterFaults.SUSPEND_EXECUTOR),
        new FaultKind(
            "worker-kill", "kill -9 of a worker and its executor", ClusterFaults.KILL_WORKER));
  }

  /**
   * Whether a stream with a batch beside it goes on from a slot then, and its numbers before the
   * seal can't be compared.
   */
  public boolean isBehindSlot() {
    return this == STATE_LOSS;
  }

  /** What costs numbers as it is meant to, and so happens only if it is asked for by name. */
  public static List<FaultKind> withLoss() {
    return WITH_LOSS;
  }

  /** All that can happen to a batch. */
  public static List<FaultKind> ofBatch() {
    List<FaultKind> kinds = new ArrayList<>();
    kinds.add(new FaultKind("batch-kill", "kill -9 of a slot at any moment", BatchFaults::kill));
    for (CrashPoint point : CrashPoint.values()) {
      if (point.layer() == CrashPoint.Layer.BATCH) {
        kinds.add(
            new FaultKind(
                "crash-" + point.label(),
                "the batch dies at the point " + point.label(),
                BatchFaults.dieAt(point)));
      }
    }
    return kinds;
  }

  private static List<FaultKind> ofProcess() {
    return List.of(
        new FaultKind("stream-kill", "kill -9 at any moment", StreamFaults::kill),
        new FaultKind(
            "stream-kill-repeated", "kill -9 while it starts", StreamFaults::killRepeatedly),
        new FaultKind("stream-stop", "a graceful stop", StreamFaults::stop),
        new FaultKind("stream-suspend", "it stands still for seconds", StreamFaults::suspend),
        new FaultKind(
            "stream-replace",
            "it stands still, another takes over, it goes on",
            StreamFaults::replace),
        new FaultKind(
            "clock-jump", "its clock jumps, forwards or backwards", StreamFaults::jumpClock),
        new FaultKind(
            "stream-slow-checkpoint",
            "it dies with points written; checkpoints take seconds",
            StreamFaults::dieWithSlowCheckpoints),
        new FaultKind(
            "stream-late-request",
            "kill -9; a request of its arrives later",
            StreamFaults::killWithRequestUnderWay));
  }

  private static List<FaultKind> ofState() {
    return List.of(
        new FaultKind(
            "checkpoint-damage", "its checkpoint is damaged", StateFaults::damageCheckpoint),
        new FaultKind(
            "checkpoint-state-damage",
            "the checkpoint's state is damaged",
            StateFaults::damageCheckpointedState),
        new FaultKind("checkpoint-loss", "its checkpoint is gone", StateFaults::loseCheckpoint),
        new FaultKind("checkpoint-old", "dead for long", StateFaults::outliveCheckpoint),
        new FaultKind(
            "snapshot-damage",
            "no checkpoint; the newest snapshot is damaged",
            StateFaults::damageSnapshot),
        new FaultKind(
            "configuration",
            "started with another configuration, and back",
            StateFaults::changeConfiguration));
  }

  private static List<FaultKind> ofServices() {
    return List.of(
        new FaultKind(
            "kafka-kill", "kill -9 of the broker", ServiceFaults.kill(w -> w.services().kafka())),
        new FaultKind(
            "kafka-suspend",
            "the broker stands still",
            ServiceFaults.suspend(w -> w.services().kafka())),
        new FaultKind(
            "zookeeper-kill",
            "kill -9 of ZooKeeper",
            ServiceFaults.kill(w -> w.services().zooKeeper())),
        new FaultKind(
            "zookeeper-suspend",
            "ZooKeeper stands still; sessions run out",
            ServiceFaults.suspend(w -> w.services().zooKeeper())),
        new FaultKind(
            "kairos-kill", "kill -9 of KairosDB", ServiceFaults.kill(w -> w.services().kairos())),
        new FaultKind(
            "kairos-suspend",
            "KairosDB stands still",
            ServiceFaults.suspend(w -> w.services().kairos())));
  }

  private static List<FaultKind> ofKairos() {
    return List.of(
        new FaultKind("kairos-down", "connections are refused", ServiceFaults.DOWN),
        new FaultKind(
            "kairos-slow", "requests take seconds", ServiceFaults.mishap(Mishap.SLOW, MANY)),
        new FaultKind(
            "kairos-500", "requests are answered 500", ServiceFaults.mishap(Mishap.ERROR, MANY)),
        new FaultKind(
            "kairos-reset", "connections are reset", ServiceFaults.mishap(Mishap.RESET, MANY)),
        new FaultKind(
            "kairos-answer-lost",
            "requests are taken, their answers are lost",
            ServiceFaults.mishap(Mishap.ANSWER_LOST, MANY)),
        new FaultKind("kairos-late", "requests arrive when they were given up", ServiceFaults.LATE),
        new FaultKind(
            "kairos-400-half",
            "one half of a request is taken, the answer is 400",
            ServiceFaults.mishap(Mishap.HALF, 1)),
        new FaultKind(
            "kairos-400-half-behind",
            "the same when micro-batches wait behind it",
            ServiceFaults.HALF_BEFORE_OTHERS),
        new FaultKind(
            "kairos-queue-lost",
            "killed after its 204: acknowledged points are lost",
            ServiceFaults.QUEUE_LOST),
        new FaultKind(
            "kairos-queue-replayed",
            "killed: older values come back over newer ones",
            ServiceFaults.QUEUE_REPLAYED),
        new FaultKind(
            "kairos-queue-replayed-unseen",
            "the same while no stream runs",
            ServiceFaults.QUEUE_REPLAYED_UNSEEN));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** What happens. */
  public String words() {
    return words;
  }

  /**
   * Lets it happen, and takes back what is not to last. The stream may be dead then.
   *
   * @throws UnreachedException if what it waits for does not come
   */
  public void happen(Layers layers, RandomGenerator dice) throws IOException, InterruptedException {
    fault.happen(layers, dice);
  }

  @Override
  public String toString() {
    return name;
  }
}
