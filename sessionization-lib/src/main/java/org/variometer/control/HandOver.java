package org.variometer.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.zookeeper.data.Stat;
import org.variometer.kairos.Ticker;

/**
 * What the batch does between announcing a seal and writing (spec §5): it waits until no stream
 * writes the buckets any more. For one thread.
 */
public final class HandOver {
  private static final Duration POLL = Duration.ofMillis(200);

  private final ControlClient client;
  private final LeaseNodes nodes;
  private final String consumer;
  private final String topic;
  private final Ticker ticker;

  /** Why the batch can go on. */
  public enum Outcome {
    /** The stream has committed that it leaves the buckets alone. */
    ACKNOWLEDGED,
    /** No stream ever wrote, or the last one has released its lease. */
    NO_STREAM,
    /** The last stream ended without a word; its lease has run out, and whatever it had sent. */
    LEASE_RAN_OUT
  }

  /**
   * Hands over from the stream that is the writer, in whatever region that is.
   *
   * @param consumer the stream's name within its region
   * @param topic the topic that it reads
   */
  public HandOver(ControlClient client, String consumer, String topic) {
    this(client, consumer, topic, Ticker.SYSTEM);
  }

  HandOver(ControlClient client, String consumer, String topic, Ticker ticker) {
    this.client = client;
    this.nodes = LeaseNodes.of(client, Role.STREAM);
    this.consumer = consumer;
    this.topic = topic;
    this.ticker = ticker;
  }

  /**
   * Waits until the stream has acknowledged a seal, or there is none that writes. To be called
   * after {@link Seal#announce}.
   *
   * @param sealing the seal that was announced
   * @param requestTimeout how long a request of the stream's to KairosDB can take
   * @param patience how long to wait, at most
   * @param progress takes a line when it has to wait, and one when it waits for something else
   * @throws ControlException if that does not come within the patience, or ZooKeeper can't be
   *     reached
   */
  public Outcome await(
      Instant sealing, Duration requestTimeout, Duration patience, Consumer<String> progress)
      throws ControlException, InterruptedException {
    long begun = ticker.nanos();
    long missingSince = begun;
    boolean missing = false;
    String waitingFor = "";
    while (true) {
      // The holder first: where there is none, the right says then how the last one ended.
      Optional<Holder> holder = nodes.readHolder(new Stat());
      Optional<Right> right = nodes.readRight(new Stat());
      if (holder.isEmpty() && (right.isEmpty() || right.get().released())) {
        return Outcome.NO_STREAM;
      }
      String region = right.map(Right::region).orElseGet(() -> holder.orElseThrow().region());
      Acknowledgement acknowledgement = new Acknowledgement(client, region, consumer, topic);
      Optional<Instant> acknowledged = acknowledgement.through();
      if (acknowledged.isPresent() && !acknowledged.get().isBefore(sealing)) {
        return Outcome.ACKNOWLEDGED;
      }
      long now = ticker.nanos();
      Duration lease = Lease.underWayWithin(requestTimeout);
      if (holder.isEmpty() && !missing) {
        // Not from when it was seen last: until it vanished it could confirm its lease.
        missingSince = now;
      }
      missing = holder.isEmpty();
      if (missing && now - missingSince >= lease.toNanos()) {
        return Outcome.LEASE_RAN_OUT;
      }
      String reason = reason(holder, lease);
      if (now - begun >= patience.toNanos()) {
        throw new ControlException(
            "after "
                + patience.toSeconds()
                + " s still waiting for "
                + reason
                + ": the buckets through "
                + sealing
                + " are not sealed. "
                + acknowledgement
                + " in ZooKeeper says "
                + acknowledged.map(Instant::toString).orElse("nothing")
                + ". See whether the stream commits micro-batches and KairosDB answers all of its"
                + " requests (one that may still arrive is waited for), or stop it; then run the"
                + " slot again");
      }
      if (!reason.equals(waitingFor)) {
        progress.accept("to seal the buckets through " + sealing + ", waiting for " + reason);
        waitingFor = reason;
      }
      ticker.sleep(POLL.toNanos());
    }
  }

  private static String reason(Optional<Holder> holder, Duration lease) {
    return holder.isPresent()
        ? "the stream (" + holder.get() + ") to commit that it leaves them alone"
        : "the lease of the stream that ended without releasing it to run out, "
            + lease.toSeconds()
            + " s";
  }
}
